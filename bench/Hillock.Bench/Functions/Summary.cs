using System.Globalization;

namespace Hillock.Bench.Functions;

/// <summary>What all cells say together, against what is asked of the library.</summary>
/// <param name="GeometricMean">Of the ratios of all cells with a peer; null where there is none.</param>
/// <param name="Compared">The cells with a peer.</param>
/// <param name="Misses">Those slower than asked.</param>
/// <param name="SlowStreams">Large arrays on all threads more than a tenth slower than a non-temporal copy.</param>
/// <param name="Streams">Large arrays on all threads.</param>
/// <param name="SlowExact">Where Exact takes longer than asked, against Fast.</param>
/// <param name="ExactInCache">The largest time of Exact over that of Fast in cache; null where none was measured.</param>
/// <param name="ExactBeyond">The same for large arrays on all threads.</param>
internal sealed record Summary(
    double? GeometricMean, IReadOnlyList<CellResult> Compared, IReadOnlyList<CellResult> Misses, IReadOnlyList<CellResult> SlowStreams,
    IReadOnlyList<CellResult> Streams, IReadOnlyList<CellResult> SlowExact, double? ExactInCache, double? ExactBeyond)
{
    public const double MeanAsked = 2, StreamAllowed = 1.1, ExactInCacheAllowed = 3.5, ExactBeyondAllowed = 1.6;

    public static Summary Of(IReadOnlyList<CellResult> results)
    {
        CellResult[] compared = [.. results.Where(result => result.FastVerdict.Ratio is not null)];
        CellResult[] beyond = [.. results.Where(IsStream)], inCache = [.. results.Where(result => result.NonTemporal is null)];
        return new(
            compared.Length == 0 ? null : Math.Exp(compared.Average(result => Math.Log(result.FastVerdict.Ratio!.Value))),
            compared,
            [.. compared.Where(result => result.FastVerdict.Outcome == Outcome.Miss)],
            [.. beyond.Where(result => OverNonTemporal(result) > StreamAllowed)],
            beyond,
            [.. inCache.Where(result => result.ExactOverFast > ExactInCacheAllowed), .. beyond.Where(result => result.ExactOverFast > ExactBeyondAllowed)],
            inCache.Max(result => (double?)result.ExactOverFast),
            beyond.Max(result => (double?)result.ExactOverFast));
    }

    /// <summary>Our time over that of a non-temporal copy.</summary>
    public static double OverNonTemporal(CellResult result) => result.Fast.Nanoseconds / result.NonTemporal!.Nanoseconds;

    /// <summary>What goes into the JSON.</summary>
    public object Figures() => new
    {
        cells = Compared.Count,
        geometricMean = GeometricMean,
        misses = Misses.Select(Name),
        slowerThanNonTemporalCopy = SlowStreams.Select(Name),
        exactOverFastInCache = ExactInCache,
        exactOverFastBeyond = ExactBeyond,
        slowExact = SlowExact.Select(Name),
    };

    /// <summary>In words, a line for each thing asked, those that miss by name.</summary>
    public IEnumerable<string> Lines()
    {
        if (GeometricMean is double mean)
        {
            int Count(Outcome outcome) => Compared.Count(result => result.FastVerdict.Outcome == outcome);
            yield return $"{Compared.Count} cells with a peer: {Count(Outcome.Faster)} no slower, {Count(Outcome.Tie)} ties, "
                + $"{Count(Outcome.Excused)} excused by a wrong peer, {Misses.Count} missed; geometric mean {Against(mean, mean >= MeanAsked, MeanAsked)}";
            foreach (CellResult miss in Misses)
            {
                Verdict verdict = miss.FastVerdict;
                string sound = verdict is { IsMarked: true, SoundRatio: double ratio } ? $", {Fixed(ratio)} of that of the fastest sound peer" : "";
                yield return $"  missed: {Name(miss)}: {Fixed(verdict.Ratio!.Value)} of the speed of {verdict.Fastest}{(verdict.IsMarked ? ", whose results are wrong" : "")}{sound}";
            }
        }

        if (Streams.Count > 0)
        {
            yield return $"Large arrays on all threads: {Streams.Count - SlowStreams.Count} of {Streams.Count} within 10 % of a non-temporal copy";
            foreach (CellResult slow in SlowStreams)
                yield return $"  missed: {Name(slow)}: {Fixed(OverNonTemporal(slow))} times as long as the copy";
        }

        string demand = Machine.HasAvx512 ? "" : " (asked where there is AVX-512 only)";
        if (ExactInCache is double inCache)
            yield return $"Exact over Fast in cache, at most: {Against(inCache, inCache <= ExactInCacheAllowed, ExactInCacheAllowed)}{demand}";
        if (ExactBeyond is double beyond)
            yield return $"Exact over Fast on large arrays with all threads, at most: {Against(beyond, beyond <= ExactBeyondAllowed, ExactBeyondAllowed)}{demand}";
        foreach (CellResult slow in SlowExact)
            yield return $"  {(Machine.HasAvx512 ? "missed: " : "")}{Name(slow)}: Exact takes {Fixed(slow.ExactOverFast)} times as long as Fast";
    }

    /// <summary>Two decimals.</summary>
    public static string Fixed(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>"gelu backward, 64 Ki, 2 threads".</summary>
    public static string Name(CellResult result)
    {
        Cell cell = result.Cell;
        return $"{cell.Activation.Name} {cell.DirectionText}, {FunctionsOptions.SizeText(cell.Size)}, "
            + (cell.Threads == 1 ? "1 thread" : $"{cell.Threads} threads");
    }

    private static bool IsStream(CellResult result) => result.NonTemporal is not null && result.Cell.Threads == Environment.ProcessorCount;

    private static string Against(double value, bool reached, double asked) =>
        string.Create(CultureInfo.InvariantCulture, $"{Fixed(value)} ({(reached ? "reaches" : "misses")} {asked})");
}
