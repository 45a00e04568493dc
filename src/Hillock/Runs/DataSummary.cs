namespace Hillock.Runs;

/// <summary>The data of a run.</summary>
public sealed record DataSummary
{
    /// <summary>The data set's name, or the file's.</summary>
    public required string Name { get; init; }

    /// <summary>Samples trained on.</summary>
    public required int Train { get; init; }

    /// <summary>Samples held back for choosing rates and judging cures.</summary>
    public int Validation { get; init; }

    /// <summary>Samples only reported on.</summary>
    public required int Test { get; init; }

    /// <summary>Numbers in a sample.</summary>
    public required int Features { get; init; }

    /// <summary>Classes; null for regression.</summary>
    public int? Classes { get; init; }

    /// <summary>How the features were scaled: raw, unit, standard or x100.</summary>
    public string? Scale { get; init; }
}
