using Hillock.Statistics;

namespace Hillock.Report.Plots;

/// <summary>A stretch of an axis.</summary>
/// <param name="Low">Its beginning.</param>
/// <param name="High">Its end, above <paramref name="Low"/>.</param>
public readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Its length.</summary>
    public double Length => High - Low;

    /// <summary>The smallest stretch that holds both.</summary>
    public ValueRange With(ValueRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>
    /// Where the distributions of several layers lie, one stretch for all of them so that they can be compared; a layer much wider
    /// than the middle one has its own, since it would press the others flat.
    /// </summary>
    /// <returns>A stretch for each; null for one without observations.</returns>
    public static IReadOnlyList<ValueRange?> Shared(IReadOnlyList<Histogram?> histograms)
    {
        ArgumentNullException.ThrowIfNull(histograms);
        ValueRange?[] own = [.. histograms.Select(Bulk)];
        double[] lengths = [.. own.OfType<ValueRange>().Select(range => range.Length).Order()];
        if (lengths.Length == 0) return own;
        double limit = 8 * lengths[lengths.Length / 2];
        ValueRange shared = own.OfType<ValueRange>().Where(range => range.Length <= limit).Aggregate((a, b) => a.With(b));
        return [.. own.Select(range => range is ValueRange r ? (r.Length <= limit ? shared : r) : (ValueRange?)null)];
    }

    /// <summary>The middle 99.8 % of what was observed, and −2…2 in any case, since there the functions bend.</summary>
    private static ValueRange? Bulk(Histogram? histogram)
    {
        if (histogram is null || histogram.Counts.Count == 0 || !(histogram.High > histogram.Low)) return null;
        long all = histogram.Counts.Sum() + histogram.Below + histogram.Above;
        if (all == 0) return null;
        double width = (histogram.High - histogram.Low) / histogram.Counts.Count, tail = 0.001 * all;
        int first = 0, last = histogram.Counts.Count - 1;
        for (double below = histogram.Below; first < last && below + histogram.Counts[first] <= tail; first++) below += histogram.Counts[first];
        for (double above = histogram.Above; last > first && above + histogram.Counts[last] <= tail; last--) above += histogram.Counts[last];
        return new ValueRange(histogram.Low + first * width, histogram.Low + (last + 1) * width).With(new(-2, 2));
    }
}
