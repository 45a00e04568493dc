namespace Hillock.Cli.Models;

/// <summary>What `hillock prune` was told besides the data.</summary>
internal sealed record PruneSettings
{
    public required string Output { get; init; }
    public required bool Proven { get; init; }
    public required string? Box { get; init; }

    /// <summary>Further data, each to be compared on.</summary>
    public required IReadOnlyList<string> Verify { get; init; }

    public required string? Json { get; init; }
    public required int? Threads { get; init; }
    public required bool Quiet { get; init; }
    public required bool NoColor { get; init; }
}
