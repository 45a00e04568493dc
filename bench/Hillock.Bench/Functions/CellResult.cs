namespace Hillock.Bench.Functions;

/// <summary>What was measured in a cell: nanoseconds an element, medians with their spread.</summary>
/// <param name="Cell">Which.</param>
/// <param name="Fast">Our time with <see cref="Precision.Fast"/>.</param>
/// <param name="Exact">Our time with <see cref="Precision.Exact"/>.</param>
/// <param name="Peers">The libraries that have the function.</param>
/// <param name="Copy">A plain memory copy.</param>
/// <param name="NonTemporal">The direction's traffic with stores past the cache; null where everything fits into it.</param>
internal sealed record CellResult(Cell Cell, Timing Fast, Timing Exact, IReadOnlyList<PeerTime> Peers, Timing Copy, Timing? NonTemporal)
{
    public Verdict FastVerdict { get; } = Verdict.Of(Fast.Nanoseconds, Peers);

    public Verdict ExactVerdict { get; } = Verdict.Of(Exact.Nanoseconds, Peers);

    /// <summary>How much longer Exact takes than Fast.</summary>
    public double ExactOverFast => Exact.Nanoseconds / Fast.Nanoseconds;
}
