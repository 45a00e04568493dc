namespace Hillock.Data;

/// <summary>A scaling of features, fitted on a training part: x′ = (x − Shift)·Factor, feature by feature.</summary>
/// <param name="Kind">How it was fitted.</param>
/// <param name="Shift">One value a feature.</param>
/// <param name="Factor">One value a feature; 1 for a feature that is constant over the training part.</param>
public sealed record Scaler(ScaleKind Kind, float[] Shift, float[] Factor)
{
    /// <summary>Fits on <paramref name="train"/> and looks at nothing else.</summary>
    /// <param name="kind">What to do.</param>
    /// <param name="train">The training part, at least one sample.</param>
    /// <param name="formatMaximum">The largest value of the format (255 for bytes), or null.</param>
    /// <param name="defaultScale">What <see cref="ScaleKind.X100"/> multiplies.</param>
    /// <exception cref="ArgumentException">There are no samples, or <paramref name="defaultScale"/> is itself x100.</exception>
    public static Scaler Fit(ScaleKind kind, Samples train, float? formatMaximum = null, ScaleKind defaultScale = ScaleKind.Raw)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0) throw new ArgumentException("There are no samples to fit the scale on.", nameof(train));
        if (defaultScale == ScaleKind.X100) throw new ArgumentException("x100 multiplies another scale, not itself.", nameof(defaultScale));
        float[] shift = new float[train.Features];
        float[] factor = new float[train.Features];
        Array.Fill(factor, 1);
        switch (kind == ScaleKind.X100 ? defaultScale : kind)
        {
            case ScaleKind.Unit:
                Array.Fill(factor, Inverse(formatMaximum ?? LargestMagnitude(train.X)));
                break;
            case ScaleKind.Standard:
                for (int feature = 0; feature < train.Features; feature++)
                    (shift[feature], factor[feature]) = Standardise(train, feature);
                break;
        }

        if (kind == ScaleKind.X100)
            for (int feature = 0; feature < factor.Length; feature++) factor[feature] *= 100;
        return new(kind, shift, factor);
    }

    /// <summary>The scaled copy; the labels are shared with <paramref name="samples"/>.</summary>
    /// <exception cref="ArgumentException">The samples have another number of features.</exception>
    public Samples Apply(Samples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Features != Shift.Length)
            throw new ArgumentException($"The samples have {samples.Features} features but the scale was fitted on {Shift.Length}.",
                nameof(samples));
        float[] scaled = new float[samples.X.Length];
        for (int start = 0; start < scaled.Length; start += Shift.Length)
            for (int feature = 0; feature < Shift.Length; feature++)
                scaled[start + feature] = (samples.X[start + feature] - Shift[feature]) * Factor[feature];
        return new(samples.Features, scaled, samples.Y);
    }

    private static float LargestMagnitude(float[] values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    // Two passes in double: the difference of mean square and squared mean would lose all digits of a feature far from 0.
    private static (float Shift, float Factor) Standardise(Samples train, int feature)
    {
        double sum = 0, squares = 0;
        bool constant = true;
        for (int i = feature; i < train.X.Length; i += train.Features)
        {
            sum += train.X[i];
            constant &= train.X[i] == train.X[feature];
        }

        // The mean of equal values, rounded, need not be that value; the value itself makes the feature exactly 0.
        if (constant) return (train.X[feature], 1);
        double mean = sum / train.Count;
        for (int i = feature; i < train.X.Length; i += train.Features) squares += (train.X[i] - mean) * (train.X[i] - mean);
        return ((float)mean, Inverse(Math.Sqrt(squares / train.Count)));
    }

    // 1/0 and 1/(a subnormal number) are no use as factors: such features stay as they are.
    private static float Inverse(double divisor) => float.IsFinite((float)(1 / divisor)) ? (float)(1 / divisor) : 1;
}
