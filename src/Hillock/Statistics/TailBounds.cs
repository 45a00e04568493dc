using System.Runtime.CompilerServices;

namespace Hillock.Statistics;

/// <summary>
/// Where an activation's float derivative dies away, found once per activation: comparisons with these bounds replace computing f′
/// for every observation. The derivative is sampled at every float whose lower 16 bits are zero (128 in each octave, ±∞ left out), and
/// each bound is then found to the last bit by bisection over the ordered bit patterns between two neighbouring samples.
/// </summary>
internal sealed class TailBounds
{
    private const int LargestKey = 0x7F7FFFFF;
    private const int GridStep = 1 << 16;

    // Near a kink or turning point the derivative may be 0 at a single float that the grid steps over.
    private const int Neighbourhood = 64;

    private static readonly ConditionalWeakTable<Activation, TailBounds> Cache = [];

    private readonly Activation _activation;

    private TailBounds(Activation activation, double share)
    {
        _activation = activation;
        int[] keys = Grid();
        float[] slopes = Slopes(keys);
        FunctionFacts facts = activation.Facts;
        double limit = share * facts.MaxSlope;

        int low = First(keys, slopes, 1, slope => slope != 0);
        int high = First(keys, slopes, -1, slope => slope != 0);
        NeverFires = low == int.MaxValue;
        SilentLow = low == -LargestKey ? float.NegativeInfinity : NeverFires ? float.MaxValue : Value(low - 1);
        SilentHigh = NeverFires || high == LargestKey ? float.PositiveInfinity : Value(high + 1);
        SilenceIsTails = NeverFires || !ZeroBetween(keys, slopes, low, high);

        SaturatedLow = SaturatedHigh = float.NaN;
        if (facts.LowerTail.Kind == TailKind.Saturating)
        {
            int end = First(keys, slopes, 1, slope => slope >= limit);
            if (end == int.MaxValue) SaturatedLow = float.MaxValue;
            else if (end > -LargestKey) SaturatedLow = Value(end - 1);
        }

        if (facts.UpperTail.Kind == TailKind.Saturating)
        {
            int end = First(keys, slopes, -1, slope => slope >= limit);
            if (end == int.MinValue) SaturatedHigh = float.MinValue;
            else if (end < LargestKey) SaturatedHigh = Value(end + 1);
        }
    }

    /// <summary>z at or below this is saturated; NaN where the lower tail does not saturate.</summary>
    public float SaturatedLow { get; }

    /// <summary>z at or above this is saturated; NaN where the upper tail does not saturate.</summary>
    public float SaturatedHigh { get; }

    /// <summary>f′ is 0 for every z at or below this; −∞ where it is 0 for none.</summary>
    public float SilentLow { get; }

    /// <summary>f′ is 0 for every z at or above this; +∞ where it is 0 for none.</summary>
    public float SilentHigh { get; }

    /// <summary>Whether f′ is 0 on the two silent tails alone, so that the two bounds tell exactly what fires.</summary>
    public bool SilenceIsTails { get; }

    /// <summary>Whether f′ is 0 everywhere.</summary>
    public bool NeverFires { get; }

    /// <summary>The bounds of an activation; a saturated observation has |f′| below <paramref name="share"/> of its supremum.</summary>
    public static TailBounds Of(Activation activation, double share) =>
        share == UnitStatistics.DefaultSaturatedSlope
            ? Cache.GetValue(activation, static a => new(a, UnitStatistics.DefaultSaturatedSlope))
            : new(activation, share);

    /// <summary>Whether a finite z fires; only where <see cref="SilenceIsTails"/>.</summary>
    public bool Fires(float z) => z > SilentLow && z < SilentHigh;

    // Keys order the finite floats as integers; 0 is both zeros.
    private static float Value(int key) => key >= 0 ? BitConverter.Int32BitsToSingle(key) : -BitConverter.Int32BitsToSingle(-key);

    private static int[] Grid()
    {
        List<int> keys = [-LargestKey];
        for (int key = -(LargestKey / GridStep * GridStep); key <= LargestKey; key += GridStep) keys.Add(key);
        keys.Add(LargestKey);
        return [.. keys];
    }

    private float[] Slopes(int[] keys)
    {
        float[] slopes = Array.ConvertAll(keys, Value);
        _activation.Derivative(slopes, slopes);
        for (int i = 0; i < slopes.Length; i++) slopes[i] = Math.Abs(slopes[i]);
        return slopes;
    }

    /// <summary>The first key, coming from −∞ (direction 1) or +∞ (−1), whose slope passes; int.MaxValue or MinValue where none does.</summary>
    private int First(int[] keys, float[] slopes, int direction, Predicate<float> passes)
    {
        int i = direction > 0 ? 0 : keys.Length - 1;
        while (i >= 0 && i < keys.Length && !passes(slopes[i])) i += direction;
        if (i < 0) return int.MinValue;
        if (i == keys.Length) return int.MaxValue;
        if (i - direction < 0 || i - direction == keys.Length) return keys[i];
        int fails = keys[i - direction], passing = keys[i];
        float slope = 0;
        while (Math.Abs(passing - fails) > 1)
        {
            int middle = fails + (passing - fails) / 2;
            float z = Value(middle);
            _activation.Derivative(new ReadOnlySpan<float>(in z), new Span<float>(ref slope));
            if (passes(Math.Abs(slope))) passing = middle;
            else fails = middle;
        }

        return passing;
    }

    private bool ZeroBetween(int[] keys, float[] slopes, int low, int high)
    {
        for (int i = 0; i < keys.Length; i++)
            if (keys[i] > low && keys[i] < high && slopes[i] == 0) return true;
        foreach (double point in (double[])[.. _activation.Facts.Kinks, .. _activation.Facts.TurningPoints])
        {
            int bits = BitConverter.SingleToInt32Bits((float)point);
            int key = bits >= 0 ? bits : -(bits & int.MaxValue);
            int[] near = [.. Enumerable.Range(key - Neighbourhood, 2 * Neighbourhood + 1).Where(k => k > low && k < high)];
            if (Slopes(near).Contains(0)) return true;
        }

        return false;
    }
}
