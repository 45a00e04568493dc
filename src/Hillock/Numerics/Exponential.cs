using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// e^(x + rest) and e^(x + rest) − 1 in double, rest being what x lost by rounding: x + rest = k·ln 2 + r with |r| ≤ ln 2 / 2, e^r by a
/// polynomial within 2^-61 (interpolated at Chebyshev's points), 1 + r kept exactly, 2^k as two factors. About 0.51 ulp once rounded.
/// </summary>
internal static class Exponential
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts (Cody and Waite 1980): the first has 32 trailing zero bits, so k·Ln2High is exact for every k in use.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    // Adding and subtracting 1.5·2^52 rounds to the nearest integer and leaves that integer in the low bits.
    private const double RoundingShift = 6755399441055744.0;

    // Beyond ±1000 the two factors make ∞ and 0 of whatever they are multiplied with.
    private const double Bound = 1000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<DoubleLanes> Exp(Vector512<double> x, Vector512<double> rest)
    {
        Vector512<double> bounded = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(-Bound)), Vector512.Create(-Bound), x);
        bounded = Vector512.ConditionalSelect(
            Vector512.GreaterThan(bounded, Vector512.Create(Bound)), Vector512.Create(Bound), bounded);
        Vector512<double> r = Reduce(bounded, rest, out Vector512<double> lost, out Vector512<long> k);
        Vector512<double> q = Vector512.FusedMultiplyAdd(Polynomial(r), r * r, lost);

        // The floor of k/2 by a logical shift of a positive number: AVX2 has no arithmetic shift for 64 bits.
        Vector512<long> half = ((k + Vector512.Create(4096L)) >>> 1) - Vector512.Create(2048L);
        Vector512<double> first = ((half + Vector512.Create(1023L)) << 52).AsDouble();
        Vector512<double> second = ((k - half + Vector512.Create(1023L)) << 52).AsDouble();

        Vector512<double> one = Vector512<double>.One, start = one + r, more = r - (start - one) + q;
        Vector512<double> high = start + more, low = more - (high - start);
        return new(new(new(high * first), new(low * first)), new(second));
    }

    /// <summary>For x ≤ 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<DoubleLanes> Expm1(Vector512<double> x, Vector512<double> rest)
    {
        // Below −40 the result is −1 to the last bit.
        Vector512<double> bounded = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(-40.0)), Vector512.Create(-40.0), x);
        Vector512<double> r = Reduce(bounded, rest, out Vector512<double> lost, out Vector512<long> k);
        Vector512<double> scale = ((k + Vector512.Create(1023L)) << 52).AsDouble();
        Vector512<double> q = Vector512.FusedMultiplyAdd(Polynomial(r), r * r, lost) * scale;

        // (2^k − 1) + 2^k·r exactly (Knuth's sum: either may be the larger), then the rest of e^r − 1.
        Vector512<double> a = scale - Vector512<double>.One, b = r * scale;
        Vector512<double> sum = a + b, ofB = sum - a;
        Vector512<double> error = (a - (sum - ofB)) + (b - ofB) + q;
        Vector512<double> high = sum + error;
        return new(new(high), new(error - (high - sum)));
    }

    /// <summary>r and what it lost by rounding, and the integer k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reduce(Vector512<double> x, Vector512<double> rest, out Vector512<double> lost, out Vector512<long> k)
    {
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(RoundingShift));
        Vector512<double> whole = shifted - Vector512.Create(RoundingShift);
        Vector512<double> exact = Vector512.FusedMultiplyAdd(whole, Vector512.Create(-Ln2High), x);
        Vector512<double> more = Vector512.FusedMultiplyAdd(whole, Vector512.Create(-Ln2Low), rest), r = exact + more;
        lost = more - (r - exact);
        k = shifted.AsInt64() - Vector512.Create(RoundingShift).AsInt64();
        return r;
    }

    /// <summary>(e^r − 1 − r)/r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Polynomial(Vector512<double> r)
    {
        Vector512<double> p = Vector512.Create(2.0914686968086876e-09);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.5105217004720745e-08));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.75572736431103e-07));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.7557255400206422e-06));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.4801587325547743e-05));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.00019841269874820627));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0013888888888883748));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.008333333333326136));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.04166666666666667));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.1666666666666667));
        return Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5));
    }
}
