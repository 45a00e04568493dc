using System.Globalization;
using System.Numerics;

namespace Hillock.Accuracy.Oracle;

/// <summary>
/// A number of as many bits as are asked for, with an exponent that neither overflows nor underflows: ±mantissa·2^power. Sums, products,
/// quotients and roots are rounded to <see cref="Bits"/> bits; the functions of <see cref="WideMath"/> are some units of the last off.
/// The arithmetic that references are computed in, so that published formulas can stand as they are printed.
/// </summary>
internal readonly struct Wide
{
    private const int Usual = 192;

    [ThreadStatic]
    private static int _threadBits;

    private readonly BigInteger _mantissa;
    private readonly long _power;

    private Wide(BigInteger mantissa, long power, bool negative)
    {
        _mantissa = mantissa;
        _power = power;
        IsNegative = negative;
    }

    /// <summary>The bits to which this thread computes: 192, unless <see cref="With"/> says otherwise.</summary>
    public static int Bits => _threadBits == 0 ? Usual : _threadBits;

    public bool IsZero => _mantissa.IsZero;

    /// <summary>Whether it is below 0, or a zero that came from below.</summary>
    public bool IsNegative { get; }

    /// <summary>e with 2^e ≤ |x| &lt; 2^(e + 1); −1 for 0.</summary>
    public long Exponent => _power + (long)_mantissa.GetBitLength() - 1;

    /// <summary>As a double, ±∞ where it is too large; below the normal range rounded twice.</summary>
    public double Approximately
    {
        get
        {
            Wide rounded = Rounded(_mantissa, _power, IsNegative, 53);
            double size = Math.ScaleB((double)rounded._mantissa, (int)Math.Clamp(rounded._power, -5000, 5000));
            return IsNegative ? -size : size;
        }
    }

    /// <summary>Computes with another number of bits.</summary>
    public static T With<T>(int bits, Func<T> compute)
    {
        int before = _threadBits;
        _threadBits = bits;
        try
        {
            return compute();
        }
        finally
        {
            _threadBits = before;
        }
    }

    public static implicit operator Wide(double x)
    {
        if (!double.IsFinite(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "only finite numbers are wide");
        long bits = BitConverter.DoubleToInt64Bits(x), mantissa = bits & 0xFFFFFFFFFFFFF;
        int exponent = (int)(bits >> 52) & 0x7FF;
        return exponent == 0 ? new(mantissa, -1074, bits < 0) : new(mantissa | 1L << 52, exponent - 1075, bits < 0);
    }

    /// <summary>x·2^n.</summary>
    public static Wide Scale(Wide x, long n) => new(x._mantissa, x._power + n, x.IsNegative);

    public static Wide operator -(Wide x) => new(x._mantissa, x._power, !x.IsNegative);
    public static Wide operator -(Wide a, Wide b) => a + -b;

    public static Wide operator +(Wide a, Wide b)
    {
        if (a.IsZero) return b.IsZero ? new(0, 0, a.IsNegative && b.IsNegative) : b;
        if (b.IsZero) return a;
        if (a.Exponent < b.Exponent) (a, b) = (b, a);
        // Too small to be seen.
        if (a.Exponent - b.Exponent > 2L * Bits + 64) return a;
        long power = Math.Min(a._power, b._power);
        BigInteger sum = a.Aligned(power) + b.Aligned(power);
        return Rounded(BigInteger.Abs(sum), power, sum.Sign < 0, Bits);
    }

    public static Wide operator *(Wide a, Wide b) => Rounded(a._mantissa * b._mantissa, a._power + b._power, a.IsNegative != b.IsNegative, Bits);

    public static Wide operator /(Wide a, Wide b)
    {
        if (b.IsZero) throw new DivideByZeroException();
        int shift = (int)Math.Max(0, Bits + 2 + b._mantissa.GetBitLength() - a._mantissa.GetBitLength());
        return Rounded((a._mantissa << shift) / b._mantissa, a._power - shift - b._power, a.IsNegative != b.IsNegative, Bits);
    }

    public static bool operator <(Wide a, Wide b) => Compare(a, b) < 0;
    public static bool operator >(Wide a, Wide b) => Compare(a, b) > 0;
    public static bool operator <=(Wide a, Wide b) => Compare(a, b) <= 0;
    public static bool operator >=(Wide a, Wide b) => Compare(a, b) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scale(this, -Exponent).Approximately:R}·2^{Exponent}");

    private static int Compare(Wide a, Wide b)
    {
        int signs = a.Sign.CompareTo(b.Sign);
        if (signs != 0 || a.IsZero) return signs;
        int sizes = a.Exponent.CompareTo(b.Exponent);
        if (sizes == 0)
        {
            long power = Math.Min(a._power, b._power);
            sizes = BigInteger.Abs(a.Aligned(power)).CompareTo(BigInteger.Abs(b.Aligned(power)));
        }
        return a.IsNegative ? -sizes : sizes;
    }

    private int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    private BigInteger Aligned(long power)
    {
        BigInteger shifted = _mantissa << (int)(_power - power);
        return IsNegative ? -shifted : shifted;
    }

    private static Wide Rounded(BigInteger mantissa, long power, bool negative, int bits)
    {
        int excess = (int)mantissa.GetBitLength() - bits;
        if (excess > 0)
        {
            mantissa = (mantissa + (BigInteger.One << (excess - 1))) >> excess;
            power += excess;
        }
        return new(mantissa, mantissa.IsZero ? 0 : power, negative);
    }
}
