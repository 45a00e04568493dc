using System.Runtime.Intrinsics;
using static Hillock.Accuracy.Quick.Elementary;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>x times a function that rises from 0 to 1.</summary>
internal static class Gates
{
    // 1.702, 2√(2/π) and 2√(2/π)·0.044715 with what a double of them lacks.
    private const double Quick = 1.702, QuickRest = 4.263256414560601e-17;
    private const double Linear = 1.5957691216057308, LinearRest = -9.96930880911092e-17;
    private const double Cubic = 0.07135481627260025, CubicRest = -6.175149918155315e-19;
    private const double InverseSqrtTwoPi = 0.3989422804014327;

    public static Estimate Silu(V x) => Small(x, 0.25, Estimate.Near(x * Gate(x, V.Zero).Open));
    public static Estimate SiluSlope(V x) => Slope(x, V.Zero, x);

    public static Estimate QuickGelu(V x)
    {
        (V z, V rest) = QuickArgument(x);
        return Small(x, Quick / 4, Estimate.Near(x * Gate(z, rest).Open));
    }

    public static Estimate QuickGeluSlope(V x)
    {
        (V z, V rest) = QuickArgument(x);
        return Slope(z, rest, z);
    }

    public static Estimate GeluTanh(V x)
    {
        (V z, V rest) = CubicArgument(x);
        return Small(x, Linear / 4, Estimate.Near(x * Gate(z, rest).Open));
    }

    public static Estimate GeluTanhSlope(V x)
    {
        V bounded = Vector256.Min(Vector256.Max(x, Create(-40)), Create(40));
        (V z, V rest) = CubicArgument(bounded);
        return Slope(z, rest, bounded * Fma(bounded * bounded, Create(3 * Cubic), Create(Linear)));
    }

    public static Estimate Gelu(V x)
    {
        (V tail, V _) = NormalTail(x);
        // x·(1 − Q(|x|)) above 0, x·Q(|x|) below, Q being the tail of the normal distribution.
        V y = x * Select(Vector256.LessThan(x, V.Zero), tail, V.One - tail);
        return Small(x, InverseSqrtTwoPi, Estimate.Near(y));
    }

    public static Estimate GeluSlope(V x)
    {
        (V tail, V density) = NormalTail(x);
        V lift = Vector256.Min(Abs(x), Create(16)) * density, negative = Vector256.LessThan(x, V.Zero);
        return Estimate.Near(Select(negative, tail - lift, V.One - tail + lift), Select(negative, tail + lift, V.One));
    }

    public static Estimate Mish(V x)
    {
        V w = Exp(Vector256.Min(x, Create(300))), n = w * (w + Create(2));
        return Estimate.Near(x * (n / (n + Create(2))));
    }

    /// <summary>w·(4(x + 1) + (4x + 6)w + 4w² + w³)/(2 + 2w + w²)², w = e^x.</summary>
    public static Estimate MishSlope(V x)
    {
        V bounded = Vector256.Min(Vector256.Max(x, Create(-700)), Create(100)), w = Exp(bounded), four = Create(4);
        V whole = Fma(w, w + Create(2), Create(2)), factor = w / (whole * whole);
        V cubic = w * w * (four + w), sum = four * (bounded + V.One) + Fma(four, bounded, Create(6)) * w + cubic;
        V sizes = four * (Abs(bounded) + V.One) + Fma(four, Abs(bounded), Create(6)) * w + cubic;
        return Estimate.Near(sum * factor, sizes * factor);
    }

    // Half of a subnormal is often a tie, and the second term of the series, however small, settles it.
    private static Estimate Small(V x, double second, in Estimate usual) => Estimate.Select(
        Vector256.LessThan(Abs(x), Create(Math.ScaleB(1, -60))), Estimate.ExactlyAndAbout(x * Create(0.5), x * x * Create(second)), usual);

    // s(z) and s(−z), z + rest being the argument.
    private static (V Open, V Closed) Gate(V z, V rest)
    {
        V e = Exp(-Abs(z)), negative = Vector256.LessThan(z, V.Zero);
        e = Fma(e, Select(negative, rest, -rest), e);
        V large = V.One / (V.One + e), small = e * large;
        return (Select(negative, small, large), Select(negative, large, small));
    }

    // s(z)·(1 + growth·s(−z)).
    private static Estimate Slope(V z, V rest, V growth)
    {
        (V open, V closed) = Gate(z, rest);
        V part = growth * closed;
        return Estimate.Near(Fma(open, part, open), Fma(open, Abs(part), open));
    }

    private static (V Z, V Low) QuickArgument(V x)
    {
        V z = x * Create(Quick), rest = Fma(x, Create(Quick), -z) + x * Create(QuickRest);
        return (z, Select(Vector256.LessThan(Abs(x), Create(1000)), rest, V.Zero));
    }

    private static (V Z, V Low) CubicArgument(V x)
    {
        x = Vector256.Min(Vector256.Max(x, Create(-40)), Create(40));
        V square = x * x, cubic = square * Create(Cubic), cubicRest = Fma(square, Create(Cubic), -cubic) + square * Create(CubicRest);
        (V sum, V rest) = Sum(Create(Linear), cubic);
        rest += cubicRest + Create(LinearRest);
        V z = x * sum;
        return (z, Fma(x, sum, -z) + x * rest);
    }

    // Q(|x|) and φ(x); beyond 16 both are below every float.
    private static (V Tail, V Density) NormalTail(V x)
    {
        V t = Vector256.Min(Abs(x), Create(16)), density = Exp(t * t * Create(-0.5)) * Create(InverseSqrtTwoPi);
        // φ(16) is 10^-56: nothing, but times 2^200 it would be something.
        density = density & Vector256.LessThan(Abs(x), Create(16));
        return (density * MillsRatio(t), density);
    }
}
