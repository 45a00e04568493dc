using Hillock.Bounds;

namespace Hillock.Onnx.Proofs;

/// <summary>An interval for every number of a value of the model.</summary>
internal sealed class BoundedValue
{
    /// <param name="shape">Its sizes.</param>
    /// <param name="low">The smallest each number can be.</param>
    /// <param name="high">The largest.</param>
    /// <param name="format">The arithmetic that made it: what may overflow in it is unknown from then on.</param>
    /// <param name="roundings">See <see cref="Roundings"/>.</param>
    public BoundedValue(int[] shape, double[] low, double[] high, FloatFormat format, int roundings = 0)
    {
        (Shape, Low, High, Format, Roundings) = (shape, low, high, format, roundings);
        for (int i = 0; i < low.Length; i++)
            // A number that may be infinite may make NaN of the next sum: nothing at all is known of it.
            if (!(low[i] >= -format.Largest && high[i] <= format.Largest)) (low[i], high[i]) = (double.NegativeInfinity, double.PositiveInfinity);
    }

    public int[] Shape { get; }

    public double[] Low { get; }

    public double[] High { get; }

    public FloatFormat Format { get; }

    /// <summary>
    /// How many roundings lie between the terms of the sum that made it and the result. A runtime may take what is added to the sum, or
    /// scales it, into the sum itself, so that it is rounded as often.
    /// </summary>
    public int Roundings { get; }

    public int Count => Low.Length;

    public Interval this[int i] => new(Low[i], High[i]);

    /// <summary>The largest absolute value of a number; infinite where nothing is known.</summary>
    public double Magnitude(int i) => Math.Max(Math.Abs(Low[i]), Math.Abs(High[i]));

    /// <summary>Takes over an interval that holds too, where it is tighter.</summary>
    public void Tighten(int i, double low, double high)
    {
        // Comparisons with NaN fail, which is what is wanted.
        if (low > Low[i]) Low[i] = low;
        if (high < High[i]) High[i] = high;
    }
}
