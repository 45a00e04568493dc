namespace Hillock.Data;

/// <summary>Samples in the order they were read: one row of features each and, where it is known, what it belongs to.</summary>
public sealed class Samples
{
    /// <summary>Takes the arrays as they are, without a copy.</summary>
    /// <param name="features">Values per sample, at least 1.</param>
    /// <param name="x">Count × features values, one sample after the other.</param>
    /// <param name="y">One value a sample, or none at all when the labels are not known.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public Samples(int features, float[] x, float[] y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length % features != 0)
            throw new ArgumentException($"{x.Length} values are no whole number of samples of {features} features.", nameof(x));
        if (y.Length != 0 && y.Length != x.Length / features)
            throw new ArgumentException($"There are {x.Length / features} samples but {y.Length} labels.", nameof(y));
        Features = features;
        X = x;
        Y = y;
    }

    /// <summary>The number of samples.</summary>
    public int Count => X.Length / Features;

    /// <summary>The number of values of one sample.</summary>
    public int Features { get; }

    /// <summary>The features, row-major: sample i has X[i·Features] to X[(i+1)·Features − 1].</summary>
    public float[] X { get; }

    /// <summary>The index of the class (0, 1, …) or the value to predict; empty when the labels are not known.</summary>
    public float[] Y { get; }

    /// <summary>Whether <see cref="Y"/> is known.</summary>
    public bool HasLabels => Y.Length == Count;

    /// <summary>The features of one sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<float> Row(int index) => X.AsSpan(checked(index * Features), Features);

    /// <summary>A copy of the samples named, in the order in which they are named.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample of such an index.</exception>
    public Samples Subset(params int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        float[] x = new float[checked(indices.Length * Features)];
        float[] y = new float[HasLabels ? indices.Length : 0];
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), indices[i], $"There are {Count} samples, counted from 0.");
            Row(indices[i]).CopyTo(x.AsSpan(i * Features));
            if (y.Length != 0) y[i] = Y[indices[i]];
        }

        return new(Features, x, y);
    }
}
