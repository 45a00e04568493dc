namespace Hillock.Data;

/// <summary>A data set as it was read: unscaled, missing cells filled.</summary>
public sealed record Dataset
{
    /// <summary>A short name: "digits", "iris".</summary>
    public required string Name { get; init; }

    /// <summary>Where it came from: a path, or the text that made it.</summary>
    public required string Source { get; init; }

    /// <summary>The shape of one sample: [1,28,28] (channels, height, width) for images, [30] for a table.</summary>
    public required int[] Shape { get; init; }

    /// <summary>The samples to learn from; all of them when there is no test part.</summary>
    public required Samples Train { get; init; }

    /// <summary>The test part that belongs to the set, or null when it has none of its own.</summary>
    public Samples? Test { get; init; }

    /// <summary>The names of the classes, in the order of their indices; null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>A name for each feature.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>The largest value of the format: 255 for bytes, 16 for the digits, null for tables.</summary>
    public float? FormatMaximum { get; init; }

    /// <summary>Whether the samples were drawn from the seed, so that another seed gives other ones.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>The scale used unless another is asked for.</summary>
    public required ScaleKind DefaultScale { get; init; }

    /// <summary>How to read new data of the same kind.</summary>
    public required FeatureEncoding Encoding { get; init; }

    /// <summary>The places in Train.X that were missing and are filled; sorted.</summary>
    internal int[] Missing { get; init; } = [];

    /// <summary>
    /// Training, validation and test part. The set's own test part is kept where there is one; else a fifth of the samples tests.
    /// A tenth of the rest validates. Both draws are by the seed alone and keep the share of each class to within one sample.
    /// </summary>
    /// <exception cref="InvalidDataException">There are too few samples for three parts.</exception>
    public DataSplit Split(int seed) => Splitter.Split(this, seed);

    /// <summary>The scale fitted on a training part; <paramref name="kind"/> null asks for <see cref="DefaultScale"/>.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public Scaler FitScaler(Samples train, ScaleKind? kind = null) => Scaler.Fit(kind ?? DefaultScale, train, FormatMaximum, DefaultScale);
}
