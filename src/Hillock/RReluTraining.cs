namespace Hillock;

/// <summary>
/// rrelu in training (Xu, Wang, Chen and Li 2015): y = x for x &gt; 0, else r·x with r drawn evenly from [lower, upper) for every element.
/// The draw is a function of the seed and the element's index, so any split over calls or threads gives the same numbers.
/// </summary>
public static class RReluTraining
{
    /// <summary>y = slopes·x, slopes being 1 for x &gt; 0 and what was drawn elsewhere; NaN for NaN.</summary>
    /// <param name="rrelu">The function, whose lower and upper are used.</param>
    /// <param name="seed">Another seed gives other slopes.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The outputs; may be x.</param>
    /// <param name="slopes">What <see cref="Backward"/> needs.</param>
    /// <param name="firstIndex">The index of x[0] where x is a part of a larger array.</param>
    /// <exception cref="ArgumentException">The function is not rrelu, the lengths differ, or spans overlap in part.</exception>
    public static void Forward(Activation rrelu, ulong seed, ReadOnlySpan<float> x, Span<float> y, Span<float> slopes, long firstIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(rrelu);
        if (rrelu.Name != Functions.RRelu.Name) throw new ArgumentException($"{rrelu} is not rrelu.", nameof(rrelu));
        Activation.Check(x, y);
        Activation.Check(x, slopes);
        if (slopes.Overlaps(x) || slopes.Overlaps(y)) throw new ArgumentException("slopes overlaps x or y; it needs memory of its own.", nameof(slopes));
        double lower = rrelu["lower"], range = rrelu["upper"] - lower;
        for (int i = 0; i < x.Length; i++)
        {
            float slope = x[i] > 0 ? 1 : float.IsNaN(x[i]) ? float.NaN : (float)(lower + range * Uniform(seed, (ulong)(firstIndex + i)));
            slopes[i] = slope;
            y[i] = slope * x[i];
        }
    }

    /// <summary>dx = slopes·dy.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or spans overlap in part.</exception>
    public static void Backward(ReadOnlySpan<float> slopes, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Activation.Check(slopes, dx);
        Activation.Check(dy, dx);
        for (int i = 0; i < slopes.Length; i++) dx[i] = slopes[i] * dy[i];
    }

    // SplitMix64 (Steele, Lea and Flood 2014) at a position of its sequence; 53 bits make a double in [0, 1).
    private static double Uniform(ulong seed, ulong index)
    {
        ulong z = seed + (index + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
