namespace Hillock.Bounds;

/// <summary>Every number from <paramref name="Low"/> to <paramref name="High"/>.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Nothing is known: any number, ±∞ or NaN.</summary>
    public static Interval Unknown { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether both ends are finite, so that a value in it is neither NaN nor ±∞.</summary>
    public bool IsFinite => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>Whether it holds a single number.</summary>
    public bool IsPoint => Low == High;

    /// <summary>The largest absolute value in it.</summary>
    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    /// <summary>Whether the number lies in it.</summary>
    public bool Contains(double x) => x >= Low && x <= High;

    /// <summary>The interval with that much more on either side, rounded outward; unchanged for 0.</summary>
    public Interval Widened(double below, double above) =>
        new(below == 0 ? Low : Math.BitDecrement(Low - below), above == 0 ? High : Math.BitIncrement(High + above));
}
