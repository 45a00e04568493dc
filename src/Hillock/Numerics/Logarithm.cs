using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Numerics;

/// <summary>
/// ln(1 + x + rest) in double for x ≥ 0, rest being what x lost by rounding, after the method of fdlibm (Sun Microsystems 1993): u = 1 +
/// x = 2^k·m with m in [√½, √2), ln m from s = (m − 1)/(m + 1) by an even polynomial, and the part of x that 1 + x rounds away given back
/// as c/u. Under 1 ulp.
/// </summary>
internal static class Logarithm
{
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    // The integer n sits in the low bits of the double 1.5·2^52 + n.
    private const double RoundingShift = 6755399441055744.0;
    private const long MantissaOfSqrtHalf = 0x3FE6A09E667F3BCD;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1p(Vector512<double> x, Vector512<double> rest)
    {
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> u = one + x;
        // 1 + x rounds something of the smaller of the two away.
        Vector512<double> lost = Vector512.ConditionalSelect(Vector512.GreaterThan(x, one), one - (u - x), x - (u - one)) + rest;

        Vector512<long> offset = u.AsInt64() - Vector512.Create(MantissaOfSqrtHalf);
        // u ≥ 1, so the exponent is not negative and a logical shift will do; AVX2 has no arithmetic one for 64 bits.
        Vector512<long> exponent = offset >>> 52;
        Vector512<double> k = (exponent + Vector512.Create(RoundingShift).AsInt64()).AsDouble() - Vector512.Create(RoundingShift);
        Vector512<double> m = (u.AsInt64() - (exponent << 52)).AsDouble();

        Vector512<double> f = m - one;
        Vector512<double> s = f / (f + Vector512.Create(2.0));
        Vector512<double> z = s * s;
        Vector512<double> p = Vector512.Create(1.479819860511658591e-01);
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(1.531383769920937332e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(1.818357216161805012e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.222219843214978396e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(2.857142874366239149e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(3.999999999940941908e-01));
        p = Vector512.FusedMultiplyAdd(p, z, Vector512.Create(6.666666666666735130e-01));
        Vector512<double> r = p * z;
        Vector512<double> half = Vector512.Create(0.5) * f * f;

        // ln(1+x) = k·ln 2 + f − (f²/2 − s·(f²/2 + R)), smallest terms first.
        Vector512<double> small = Vector512.FusedMultiplyAdd(k, Vector512.Create(Ln2Low), lost / u);
        Vector512<double> y = k * Vector512.Create(Ln2High) - (half - (Vector512.FusedMultiplyAdd(s, half + r, small)) - f);

        Vector512<double> largest = Vector512.Create(double.MaxValue);
        y = Vector512.ConditionalSelect(Vector512.GreaterThan(x, largest), x, y);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(1.1102230246251565e-16)), x + rest, y);
    }
}
