namespace Hillock.Bench.Functions;

/// <summary>A time, of several samples.</summary>
/// <param name="Nanoseconds">Per element.</param>
/// <param name="Spread">Half the distance between the quartiles, relative to the median.</param>
internal sealed record Timing(double Nanoseconds, double Spread)
{
    public static Timing Of(double[] seconds, int elements, bool minimum) =>
        new((minimum ? seconds.Min() : Interleaved.Median(seconds)) / elements * 1e9, Interleaved.Spread(seconds));
}
