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
        ScaleFit fit = new(train.Features);
        fit.Add(train.X);
        return fit.ToScaler(kind, formatMaximum, defaultScale);
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
}
