using Hillock.Report.Books;

namespace Hillock.Lab;

/// <summary>What an experiment gave.</summary>
public sealed record Evidence
{
    /// <summary>The numbers that the rule judges by, and more; "x.sd" is the standard deviation of "x" over the seeds.</summary>
    public required IReadOnlyDictionary<string, double> Numbers { get; init; }

    /// <summary>The result, with its spread over the seeds.</summary>
    public required IReadOnlyList<BookTable> Tables { get; init; }

    /// <summary>The result at a glance.</summary>
    public required IReadOnlyList<BookFigure> Figures { get; init; }

    /// <summary>Figures of others to compare with.</summary>
    public IReadOnlyList<ReferenceFigure> References { get; init; } = [];

    /// <summary>What else is to be said of this run, such as why a figure differs from a published one.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
