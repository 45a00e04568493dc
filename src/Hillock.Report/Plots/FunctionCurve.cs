namespace Hillock.Report.Plots;

/// <summary>What a picture of a function shows: which stretch of inputs, and f and f′ there, broken where they jump.</summary>
public static class FunctionCurve
{
    private const double Least = 4, Most = 50, Room = 1.35;

    /// <summary>
    /// A stretch around 0 that holds every kink and turning point, and of each tail enough to see that it is off or saturates; from
    /// ±4 to ±50.
    /// </summary>
    public static ValueRange Window(Activation function)
    {
        ArgumentNullException.ThrowIfNull(function);
        IEnumerable<double> edges = TailRegion.Of(function, new(-Most, Most)).Select(region => region.Range.High < Most ? region.Range.High : region.Range.Low);
        double farthest = function.Facts.Kinks.Concat(function.Facts.TurningPoints).Concat(edges).Select(Math.Abs)
            .Where(x => x < Most).DefaultIfEmpty(0).Max();
        double half = Math.Ceiling(Math.Clamp(Room * farthest, Least, Most));
        return new(-half, half);
    }

    /// <summary>
    /// The inputs at which to draw: evenly spread, and on both sides of every kink, with NaN between to lift the pen.
    /// </summary>
    public static double[] Inputs(Activation function, ValueRange range, int count)
    {
        ArgumentNullException.ThrowIfNull(function);
        IEnumerable<double> even = Enumerable.Range(0, count + 1).Select(i => range.Low + range.Length * i / count);
        double[] kinks = [.. function.Facts.Kinks.Where(kink => kink > range.Low && kink < range.High)];
        return
        [
            .. even.Where(x => !kinks.Contains(x)).Select(x => (X: x, Place: x))
                .Concat(kinks.SelectMany(k => new[] { (X: Math.BitDecrement(k), Place: k), (X: double.NaN, Place: k), (X: Math.BitIncrement(k), Place: k) }))
                .OrderBy(point => point.Place).Select(point => point.X),
        ];
    }

    /// <summary>
    /// From where to where the values go, 0 among them; no farther than the window is wide, so that what grows fast leaves the
    /// picture and does not press the rest flat.
    /// </summary>
    public static ValueRange Height(IEnumerable<double> values, ValueRange window)
    {
        double[] finite = [.. values.Where(double.IsFinite).Append(0)];
        return new(Math.Max(window.Low, finite.Min()), Math.Max(Math.Min(window.High, finite.Max()), finite.Max() > 0 ? 0.1 : 0));
    }
}
