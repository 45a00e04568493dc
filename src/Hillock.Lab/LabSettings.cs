using Hillock.Data;

namespace Hillock.Lab;

/// <summary>What the lab was asked to do.</summary>
public sealed record LabSettings
{
    /// <summary>The claims, in the order in which they run.</summary>
    public required IReadOnlyList<IClaim> Claims { get; init; }

    /// <summary>Whether the long version runs: larger networks, more steps, more seeds.</summary>
    public required bool Full { get; init; }

    /// <summary>The data of the experiments that do not need data of their own.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>The folder for the book, its figures and the state of the runs.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether finished runs of an earlier start are taken over.</summary>
    public required bool Resume { get; init; }

    /// <summary>Runs made at a time, each on one thread.</summary>
    public required int Threads { get; init; }

    /// <summary>The flags that repeat this, claims left out: "--full --data mnist:DIR".</summary>
    public required string Flags { get; init; }
}
