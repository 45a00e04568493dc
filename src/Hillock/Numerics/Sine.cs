using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// sin(x + rest) in double, rest being what x lost by rounding: x = k·π + r with |r| ≤ π/2, and (sin r − r + r³/6)/r⁵ by a polynomial in
/// r² within 2^-60. Its error stays below 2^-54 + |x|·2^-104 for |x| ≤ 2^50; beyond it is taken as 0, the mean.
/// </summary>
internal static class Sine
{
    private const double InversePi = 0.3183098861837907;

    // π in two parts; k times the first is subtracted exactly.
    private const double PiHigh = 3.141592653589793;
    private const double PiLow = 1.2246467991473532e-16;
    private const double RoundingShift = 6755399441055744.0;
    private const double Largest = 1125899906842624.0;

    /// <summary>x + quarters·π − k·π for the nearest k, quarters being 0 or ¼; and k − quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Reduce(DoubleLanes x, double quarters, out DoubleLanes k)
    {
        DoubleLanes bounded = DoubleLanes.Select(DoubleLanes.Abs(x) > Largest, 0, x);
        DoubleLanes turns = DoubleLanes.FusedMultiplyAdd(bounded, InversePi, quarters);
        k = turns + RoundingShift - RoundingShift - quarters;
        return DoubleLanes.FusedMultiplyAdd(k, -PiLow, DoubleLanes.FusedMultiplyAdd(k, -PiHigh, bounded));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<DoubleLanes> Sin(Vector512<double> x, Vector512<double> rest)
    {
        Vector512<double> size = Vector512.Abs(x);
        Vector512<double> bounded = Vector512.ConditionalSelect(
            Vector512.GreaterThan(size, Vector512.Create(Largest)), Vector512<double>.Zero, x);
        rest = Vector512.ConditionalSelect(Vector512.GreaterThan(size, Vector512.Create(Largest)), Vector512<double>.Zero, rest);
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(bounded, Vector512.Create(InversePi), Vector512.Create(RoundingShift));
        Vector512<double> k = shifted - Vector512.Create(RoundingShift);
        Vector512<double> exact = Vector512.FusedMultiplyAdd(k, Vector512.Create(-PiHigh), bounded);
        Vector512<double> tail = Vector512.FusedMultiplyAdd(k, Vector512.Create(-PiLow), rest), r = exact + tail;
        Vector512<double> lost = tail - (r - exact);

        // sin(r + lost) = r − r³/6 + r⁵·p + lost·cos r; the first two terms as pairs, since near a root of 1 + sin x nothing else is left.
        Pair<DoubleLanes> square = Pair<DoubleLanes>.Multiply(new(r), new(r));
        Pair<DoubleLanes> cubic = square * new DoubleLanes(r) * Pair<DoubleLanes>.Constant(-1.0 / 6, -9.25185853854297e-18);
        Vector512<double> z = square.High.Vector, p = Vector512.Create(-8.029659552072254e-18);
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.8106943651486963e-15));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(-7.647147831994355e-13));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(1.6059043653099348e-10));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(-2.505210838428844e-08));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.7557319223982335e-06));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(-0.00019841269841269836));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(0.008333333333333333));
        // lost is so small that 1 − r²/2 is near enough to cos r.
        Vector512<double> cosine = Vector512.FusedMultiplyAdd(z, Vector512.Create(-0.5), Vector512<double>.One);
        Vector512<double> little = Vector512.FusedMultiplyAdd(lost, cosine, cubic.Low.Vector);
        Pair<DoubleLanes> start = Pair<DoubleLanes>.Add(new(r), cubic.High);
        Vector512<double> more = Vector512.FusedMultiplyAdd(p * z, z * r, little + start.Low.Vector), sum = start.High.Vector + more;
        Vector512<double> low = more - (sum - start.High.Vector);

        // For an odd k the sign is the other one: its lowest bit becomes the sign bit.
        Vector512<double> flip = (shifted.AsInt64() << 63).AsDouble();
        return new(new(sum ^ flip), new(low ^ flip));
    }
}
