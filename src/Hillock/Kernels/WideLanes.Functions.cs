using System.Runtime.CompilerServices;
using Hillock.Numerics;

namespace Hillock.Kernels;

/// <content>The elementary functions by their series, written for few lines rather than for speed: about a microsecond each.</content>
internal readonly partial struct WideLanes
{
    // 256 bits each.
    private static WideLanes Ln2 => new(false, 0, new(0xB17217F7D1CF79AB, 0xC9E3B39803F2F6AF), new(0x40F343267298B62D, 0x8A0D175B8BAAFA2B));
    private static WideLanes Pi => new(false, 2, new(0xC90FDAA22168C234, 0xC4C6628B80DC1CD1), new(0x29024E088A67CC74, 0x020BBEA63B139B22));
    private static WideLanes InverseRootOf2Pi => new(false, -1, new(0xCC42299EA1B28468, 0x7E59E2805D5C717F), new(0xA7053E60A24E0DB1, 0x808E369004C73A5D));

    // 1/n!; with arguments below 2^-13 the eighteenth term is below 2^-280.
    private static readonly WideLanes[] InverseFactorials = CreateInverseFactorials(18);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Scaled<WideLanes> Exp(WideLanes x, WideLanes rest)
    {
        x += rest;
        // Beyond, no double's exponent can follow; which end it is still shows.
        if (x._exponent > 40) return new(new(new(false, x._negative ? -Huge : Huge, UInt128.One << 127, 0), Zero), One);
        (WideLanes m, long k) = Reduced(x);
        return new(new(Times2(m + One, k), Zero), One);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Pair<WideLanes> Expm1(WideLanes x, WideLanes rest) => new(Expm1(x + rest), Zero);

    /// <summary>Halley's iteration on e^y − 1 = x, which triples the digits: from 21 or more to 189.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideLanes Log1p(WideLanes x, WideLanes rest)
    {
        x += rest;
        if (x.IsZero || x._exponent < -256) return x;
        WideLanes y;
        if (x._exponent < -50) y = x - Halved(x * x);
        else if (x._exponent > 50) y = Constant(Math.Log(Times2(x, -x._exponent).Leading)) + Ln2 * Constant(x._exponent);
        else y = Constant(x._exponent < -20 ? x.Leading : Math.Log(1 + x.Leading));
        for (int i = 0; i < 2; i++)
        {
            WideLanes m = Expm1(y);
            y += Times2(x - m, 1) / (x + Constant(2) + m);
        }
        return y;
    }

    /// <summary>x = k·π + r, then the series; π has 256 bits, so x may have 50 before the point.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Pair<WideLanes> Sin(WideLanes x, WideLanes rest)
    {
        x += rest;
        // As in double: beyond 2^50 the sine is taken as 0.
        if (x.IsZero || Compare(Abs(x), Constant(1L << 50)) > 0) return new(CopySign(Zero, x), Zero);
        double k = Math.Round((x / Pi).Leading);
        WideLanes r = x - Pi * Constant(k), square = r * r, term = r, sum = r;
        for (int n = 2; !term.IsZero && term._exponent > sum._exponent - 240; n += 2)
        {
            term = -Divide(term * square, (uint)(n * (n + 1)));
            sum += term;
        }
        return new(k % 2 == 0 ? sum : -sum, Zero);
    }

    /// <summary>
    /// For t up to 6 e^(t²/2)/2 − (t + t³/3 + t⁵/(3·5) + …)/√(2π), whose difference loses 28 bits at the most; beyond, Laplace's continued
    /// fraction 1/(t + 1/(t + 2/(t + …)))/√(2π) with 110 steps, within 2^-154.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Pair<WideLanes> NormalTail(WideLanes t)
    {
        WideLanes square = t * t;
        if (t._exponent <= 2 || Compare(t, Constant(6)) < 0)
        {
            WideLanes term = t, sum = t;
            for (int n = 3; !term.IsZero && term._exponent > sum._exponent - 240; n += 2)
            {
                term = Divide(term * square, (uint)n);
                sum += term;
            }
            return new(Halved(Exp(Halved(square), Zero).Pair.High) - sum * InverseRootOf2Pi, Zero);
        }

        // From the far end inwards as numerator and denominator, so that there is one division.
        WideLanes numerator = t, denominator = One;
        for (int n = 110; n > 0; n--) (numerator, denominator) = (t * numerator + Constant(n) * denominator, numerator);
        return new(denominator * InverseRootOf2Pi / numerator, Zero);
    }

    private static WideLanes Expm1(WideLanes x)
    {
        if (x.IsZero) return x;
        if (x._exponent > 40) return x._negative ? -One : new(false, Huge, UInt128.One << 127, 0);
        (WideLanes m, long k) = Reduced(x);
        return k == 0 ? m : Times2(m + One, k) - One;
    }

    /// <summary>x = k·ln 2 + r, and e^r − 1 from e^(r/2^12) − 1 by its series, doubled by (1 + m)² − 1 = m·(m + 2).</summary>
    private static (WideLanes M, long K) Reduced(WideLanes x)
    {
        long k = x._exponent < -1 ? 0 : (long)Math.Round(x.Leading * 1.4426950408889634);
        WideLanes r = Times2(k == 0 ? x : x - Ln2 * Constant(k), -12), m = InverseFactorials[^1], two = Constant(2);
        for (int n = InverseFactorials.Length - 2; n > 0; n--) m = m * r + InverseFactorials[n];
        m *= r;
        for (int i = 0; i < 12; i++) m *= m + two;
        return (m, k);
    }

    private static WideLanes[] CreateInverseFactorials(int count)
    {
        WideLanes[] table = new WideLanes[count];
        table[0] = One;
        for (int n = 1; n < count; n++) table[n] = table[n - 1] / Constant(n);
        return table;
    }
}
