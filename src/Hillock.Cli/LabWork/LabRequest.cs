using Hillock.Lab;

namespace Hillock.Cli.LabWork;

/// <summary>What `hillock lab` was asked to do, read and checked.</summary>
internal sealed record LabRequest
{
    public required IReadOnlyList<IClaim> Claims { get; init; }
    public required bool Full { get; init; }
    public required string Data { get; init; }
    public required string Out { get; init; }
    public required bool Resume { get; init; }
    public required string? Json { get; init; }
    public required int Threads { get; init; }
    public required bool Quiet { get; init; }
    public required bool NoColor { get; init; }
}
