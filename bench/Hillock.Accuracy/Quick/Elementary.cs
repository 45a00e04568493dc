using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Accuracy.Oracle;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>
/// Elementary functions of four doubles by their Taylor series, within 2^-50 relatively: made for the check alone and from nothing that
/// the library uses.
/// </summary>
internal static class Elementary
{
    // e^±700 is beyond what any float can tell from 0 or ∞, and squares of it are still numbers.
    private const double Far = 700;
    private const double Ln2 = 0.6931471805599453, Ln2Rest = 2.3190468138462996e-17;

    // Adding and subtracting 1.5·2^52 rounds to the nearest integer and leaves that integer in the low bits.
    private const double RoundingShift = 6755399441055744;

    // π in 33 bits, so that products with whole numbers below 2^20 are exact, and the rest.
    private const double PiHead = 3.1415926534682512, PiRest = 1.2154201013012384e-10;

    private static readonly double[] InverseFactorials = [.. Enumerable.Range(0, 30).Select(n => 1 / Enumerable.Range(1, n).Aggregate(1.0, (a, b) => a * b))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Create(double x) => Vector256.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fma(V a, V b, V c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select(V mask, V yes, V no) => Vector256.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector256.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V x) => Vector256.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V WithSign(V magnitude, V sign) => Vector256.CopySign(magnitude, sign);

    /// <summary>a + b exactly: the rounded sum and what it lacks (Knuth 1969).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Sum, V Low) Sum(V a, V b)
    {
        V sum = a + b, other = sum - a;
        return (sum, (a - (sum - other)) + (b - other));
    }

    /// <summary>e^x; x beyond ±700 counts as ±700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        (V rest, V power) = Reduced(x);
        return Fma(rest, power, power);
    }

    /// <summary>e^x − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        (V rest, V power) = Reduced(x);
        return Fma(rest, power, power - V.One);
    }

    /// <summary>ln(1 + u) for 0 ≤ u ≤ 1, as 2·artanh(u/(2 + u)).</summary>
    public static V Log1p(V u)
    {
        V z = u / (u + Create(2)), square = z * z, sum = Create(1.0 / 37);
        for (int n = 35; n > 0; n -= 2) sum = Fma(sum, square, Create(1.0 / n));
        return Create(2) * z * sum;
    }

    /// <summary>sin(x + shift) but for its sign, |x| ≤ 2^20, to 2^-52 absolutely; relatively where shift is 0 and x not near a multiple of π.</summary>
    public static V SineSize(V x, double shift)
    {
        V k = Vector256.Round((x + Create(shift)) * Create(1 / Math.PI));
        V r = Fma(k, Create(-PiRest), Fma(k, Create(-PiHead), x) + Create(shift));
        V square = r * r, sum = Create(InverseFactorials[25]);
        for (int n = 23; n > 0; n -= 2) sum = Fma(sum, -square, Create(InverseFactorials[n]));
        return Abs(r * sum);
    }

    /// <summary>
    /// Mills' ratio of the normal distribution, (1 − Φ(t))/φ(t), for 0 ≤ t ≤ 16, by its Taylor series about the nearest quarter. From
    /// M′ = t·M − 1 follows (n + 1)·a[n+1] = c·a[n] + a[n−1].
    /// </summary>
    public static V MillsRatio(V t)
    {
        V shifted = t * Create(4) + Create(RoundingShift), step = t - (shifted - Create(RoundingShift)) * Create(0.25);
        Vector256<long> at = shifted.AsInt64() & Vector256.Create(0xFFL);
        // Neighbouring floats have the same centre, nearly always.
        if (Vector256.EqualsAll(at, Vector256.Create(at.ToScalar())))
        {
            ref double term = ref Mills[(int)at.ToScalar() * MillsPowers];
            V square = step * step, even = Create(Unsafe.Add(ref term, MillsPowers - 1)), odd = Create(Unsafe.Add(ref term, MillsPowers - 2));
            for (int n = MillsPowers - 3; n > 0; n -= 2)
            {
                even = Fma(even, square, Create(Unsafe.Add(ref term, n)));
                odd = Fma(odd, square, Create(Unsafe.Add(ref term, n - 1)));
            }
            return Fma(odd, step, Fma(even, square, Create(term)));
        }
        V sum = V.Zero;
        at *= MillsPowers;
        for (int n = MillsPowers - 1; n >= 0; n--) sum = Fma(sum, step, Vector256.Create(Mills[at[0] + n], Mills[at[1] + n], Mills[at[2] + n], Mills[at[3] + n]));
        return sum;
    }

    // By centre, then by power; an odd number of powers.
    private const int MillsPowers = 15;
    private static readonly double[] Mills = CreateMills(centres: 65);

    // x = k·ln 2 + r: e^r − 1 and 2^k.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V MinusOne, V Power) Reduced(V x)
    {
        x = Vector256.Min(Vector256.Max(x, Create(-Far)), Create(Far));
        V shifted = Fma(x, Create(1 / Ln2), Create(RoundingShift)), k = shifted - Create(RoundingShift), r = Fma(k, Create(-Ln2Rest), Fma(k, Create(-Ln2), x));
        // Even and odd powers apart: half the length of the chain.
        V square = r * r, even = Create(1 / 87178291200.0), odd = Create(1 / 6227020800.0);
        even = Fma(even, square, Create(1 / 479001600.0));
        odd = Fma(odd, square, Create(1 / 39916800.0));
        even = Fma(even, square, Create(1 / 3628800.0));
        odd = Fma(odd, square, Create(1 / 362880.0));
        even = Fma(even, square, Create(1 / 40320.0));
        odd = Fma(odd, square, Create(1 / 5040.0));
        even = Fma(even, square, Create(1 / 720.0));
        odd = Fma(odd, square, Create(1 / 120.0));
        even = Fma(even, square, Create(1 / 24.0));
        odd = Fma(odd, square, Create(1 / 6.0));
        even = Fma(even, square, Create(1 / 2.0));
        Vector256<long> bits = (shifted.AsInt64() + Vector256.Create(1023L)) << 52;
        return (Fma(Fma(odd, r, even), square, r), bits.AsDouble());
    }

    private static double[] CreateMills(int centres)
    {
        double[] table = new double[centres * MillsPowers];
        for (int i = 0; i < centres; i++)
        {
            Wide c = i / 4.0, before = 0;
            Wide a = WideMath.Sqrt(WideMath.Pi / 2) * WideMath.Exp(c * c / 2) * WideMath.Erfc(c / WideMath.Sqrt(2));
            for (int n = 0; n < MillsPowers; n++)
            {
                table[i * MillsPowers + n] = a.Approximately;
                (before, a) = (a, n == 0 ? c * a - 1 : (c * a + before) / (n + 1));
            }
        }
        return table;
    }
}
