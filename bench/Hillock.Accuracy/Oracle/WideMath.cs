using System.Collections.Concurrent;

namespace Hillock.Accuracy.Oracle;

/// <summary>Elementary functions of <see cref="Wide"/> numbers by their series, to as many bits as are asked for but a few.</summary>
internal static class WideMath
{
    private static readonly ConcurrentDictionary<(string Name, int Bits), Wide> Constants = new();

    /// <summary>ln 2 = 2·artanh(1/3).</summary>
    public static Wide Ln2 => Constant("ln 2", () => 2 * InverseOddPowers(3, 1));

    /// <summary>π = 16·arctan(1/5) − 4·arctan(1/239) (Machin 1706).</summary>
    public static Wide Pi => Constant("π", () => 16 * InverseOddPowers(5, -1) - 4 * InverseOddPowers(239, -1));

    public static Wide Abs(Wide x) => x.IsNegative ? -x : x;
    public static Wide Sign(Wide x) => x.IsNegative ? -1 : 1;
    public static Wide Min(Wide a, Wide b) => a < b ? a : b;
    public static Wide Max(Wide a, Wide b) => a > b ? a : b;
    public static Wide Square(Wide x) => x * x;

    /// <summary>A number that is computed once for each number of bits, with some to spare.</summary>
    public static Wide Constant(string name, Func<Wide> compute) =>
        Constants.GetOrAdd((name, Wide.Bits), key => Wide.With(key.Bits + 64, compute));

    public static Wide Exp(Wide x)
    {
        if (x.IsZero) return 1;
        // Far beyond every format; the exponent still tells what is larger.
        if (x.Exponent > 40) return Wide.Scale(1, x.IsNegative ? -(1L << 40) : 1L << 40);
        (Wide m, long k) = Reduced(x);
        return Wide.Scale(m + 1, k);
    }

    public static Wide Expm1(Wide x)
    {
        if (x.IsZero) return x;
        if (x.Exponent >= -1) return Exp(x) - 1;
        (Wide m, long k) = Reduced(x);
        return k == 0 ? m : Wide.Scale(m + 1, k) - 1;
    }

    public static Wide Log(Wide x)
    {
        // Halley's step on e^y = x triples the digits of the first guess.
        Wide y = Math.Log(Wide.Scale(x, -x.Exponent).Approximately) + x.Exponent * 0.6931471805599453;
        for (int digits = 45; digits < Wide.Bits; digits *= 3)
        {
            Wide e = Exp(y);
            y += 2 * (x - e) / (x + e);
        }
        return y;
    }

    public static Wide Log1p(Wide x)
    {
        if (x.IsZero || x.Exponent < -Wide.Bits - 4) return x;
        if (x.Exponent > 60) return Log(x + 1);
        double d = x.Approximately, u = 1 + d;
        Wide y = u == 1 ? d : Math.Log(u) * (d / (u - 1));
        for (int digits = 45; digits < Wide.Bits; digits *= 3)
        {
            Wide m = Expm1(y);
            y += 2 * (x - m) / (x + 2 + m);
        }
        return y;
    }

    public static Wide Sqrt(Wide x)
    {
        if (x.IsZero) return x;
        long half = x.Exponent >> 1;
        Wide scaled = Wide.Scale(x, -2 * half), y = Math.Sqrt(scaled.Approximately);
        // Newton's step doubles them; the last makes up for the rounding of the others.
        for (int digits = 25; digits < Wide.Bits; digits *= 2) y += (scaled - y * y) / (2 * y);
        return Wide.Scale(y, half);
    }

    /// <summary>sin x for |x| up to about 2^40.</summary>
    public static Wide Sin(Wide x)
    {
        // As many bits more as the multiple of π takes away.
        Wide r = default;
        double k = Math.Round((x / Pi).Approximately);
        r = Wide.With(Wide.Bits + 64, () => x - Pi * k);
        Wide square = r * r, term = r, sum = r;
        for (int n = 1; !term.IsZero && term.Exponent > sum.Exponent - Wide.Bits - 4; n++)
        {
            term = -(term * square / (2.0 * n * (2 * n + 1)));
            sum += term;
        }
        return k % 2 == 0 ? sum : -sum;
    }

    public static Wide Tanh(Wide x)
    {
        Wide m = Expm1(2 * Abs(x)), y = m.Exponent > 2 * Wide.Bits ? 1 : m / (m + 2);
        return x.IsNegative ? -y : y;
    }

    public static Wide Sigmoid(Wide x) => 1 / (1 + Exp(-x));

    /// <summary>1 − erf x: by the series of erf with positive terms where it converges soon, by the continued fraction of Laplace beyond.</summary>
    public static Wide Erfc(Wide x)
    {
        if (x.IsNegative) return 2 - Erfc(-x);
        double size = x.Exponent > 100 ? 1e30 : x.Approximately;
        // 1 − erf x loses as many bits as e^(−x²) has zeros.
        if (size * size < Wide.Bits / 4.0) return Wide.With(Wide.Bits + 16 + (int)(1.5 * size * size), () => ErfcSeries(x));
        Wide square = x * x, tail = x;
        for (int n = 20 + (int)Math.Pow(0.35 * Wide.Bits / size, 2); n > 0; n--) tail = x + (Wide)(n / 2.0) / tail;
        return Exp(-square) / (tail * Sqrt(Pi));
    }

    private static Wide ErfcSeries(Wide x)
    {
        Wide square = x * x, term = x, sum = x;
        for (int n = 1; !term.IsZero && term.Exponent > sum.Exponent - Wide.Bits - 4; n++)
        {
            term = term * square * 2 / (2 * n + 1);
            sum += term;
        }
        return 1 - 2 * sum * Exp(-square) / Sqrt(Pi);
    }

    // x = k·ln 2 + r; e^(r/256) − 1 by its series, doubled eight times by (1 + m)² − 1 = m(m + 2).
    private static (Wide M, long K) Reduced(Wide x)
    {
        const int halvings = 8;
        double k = x.Exponent < -1 ? 0 : Math.Round((x / Ln2).Approximately);
        Wide r = Wide.Scale(k == 0 ? x : x - Ln2 * k, -halvings), term = r, m = r;
        for (int n = 2; !term.IsZero && term.Exponent > m.Exponent - Wide.Bits - 4; n++)
        {
            term = term * r / n;
            m += term;
        }
        for (int i = 0; i < halvings; i++) m *= m + 2;
        return (m, (long)k);
    }

    // Σ sign^n·(1/x)^(2n+1)/(2n + 1).
    private static Wide InverseOddPowers(int x, int sign)
    {
        Wide power = (Wide)1 / x, sum = power;
        for (int n = 1; power.Exponent > -Wide.Bits - 4; n++)
        {
            power = power * sign / (x * x);
            sum += power / (2 * n + 1);
        }
        return sum;
    }
}
