namespace Hillock.Bench.Functions;

/// <summary>A peer's time in one cell.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Nanoseconds">Per element, the median.</param>
/// <param name="Spread">Half the distance between the quartiles, relative to the median.</param>
/// <param name="IsSound">Whether its results are right to 4 ulp and it makes no NaN.</param>
internal sealed record PeerTime(string Name, double Nanoseconds, double Spread, bool IsSound)
{
    /// <summary>What a reader must know to judge the time.</summary>
    public string? Note { get; init; }
}
