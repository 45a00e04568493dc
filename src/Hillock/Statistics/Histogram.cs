namespace Hillock.Statistics;

/// <summary>Counts over equal bins, with what lies outside counted apart.</summary>
/// <param name="Low">The lower edge of the first bin.</param>
/// <param name="High">The upper edge of the last bin.</param>
/// <param name="Counts">One count a bin.</param>
/// <param name="Below">Observations below <paramref name="Low"/>.</param>
/// <param name="Above">Observations at or above <paramref name="High"/>.</param>
public sealed record Histogram(double Low, double High, IReadOnlyList<long> Counts, long Below, long Above);
