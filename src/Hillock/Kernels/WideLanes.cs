using System.Runtime.CompilerServices;
using Hillock.Numerics;

namespace Hillock.Kernels;

/// <summary>
/// One number of 256 bits: ±0.m·2^exponent, the first bit of m set unless the number is 0. The same formulas that run on vectors run on
/// it when a double is too near to the middle between two floats to tell which of them is nearer. Each operation is within a few units
/// of 2^-254; nothing overflows or underflows, and infinity is a number beyond all others. A mask is 1 or 0.
/// </summary>
internal readonly partial struct WideLanes : ILanes<WideLanes>
{
    // Larger than any exponent that a function of doubles can have, and far from the limits of long.
    private const long Huge = 1L << 44;

    private readonly UInt128 _high;
    private readonly UInt128 _low;
    private readonly long _exponent;
    private readonly bool _negative;

    private WideLanes(bool negative, long exponent, UInt128 high, UInt128 low)
    {
        _negative = negative;
        _exponent = exponent;
        _high = high;
        _low = low;
    }

    private static WideLanes Zero => default;
    private static WideLanes One => new(false, 1, UInt128.One << 127, 0);

    private bool IsZero => _high == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideLanes Constant(double value)
    {
        bool negative = double.IsNegative(value);
        if (value == 0 || double.IsNaN(value)) return new(negative, 0, 0, 0);
        if (double.IsInfinity(value)) return new(negative, Huge, UInt128.One << 127, 0);
        long bits = BitConverter.DoubleToInt64Bits(value), exponent = (bits >> 52) & 0x7FF, mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << 52;
        return Normal(negative, exponent - 1022, (UInt128)(ulong)mantissa << 75, 0);
    }

    /// <summary>
    /// The number in 53 bits, the last of them set where anything is left (rounded to odd: Boldo and Melquiond 2008), so that rounding once
    /// more to a float or a Half gives the nearest, ties to even. What is within 2^-214 of 53 bits is taken for them: that is the error of
    /// a quotient or a root that comes out even, while no other result comes so near (24 bits of an input make 2^-150 at the least).
    /// </summary>
    public double RoundedToOdd()
    {
        if (IsZero || _exponent < -1000) return Signed(IsZero ? 0 : 1e-300);
        if (_exponent > 1000) return Signed(double.MaxValue);
        UInt128 low = _low + (UInt128.One << 41), high = _high;
        long exponent = _exponent;
        if (low < _low && ++high == 0) (high, exponent) = (UInt128.One << 127, exponent + 1);
        ulong mantissa = (ulong)(high >> 75);
        if ((high << 53) != 0 || low >> 42 != 0) mantissa |= 1;
        return Signed(Math.ScaleB((double)mantissa, (int)exponent - 53));
    }

    public static WideLanes operator >(WideLanes a, WideLanes b) => Mask(Compare(a, b) > 0);
    public static WideLanes operator <(WideLanes a, WideLanes b) => Mask(Compare(a, b) < 0);
    public static WideLanes operator >=(WideLanes a, WideLanes b) => Mask(Compare(a, b) >= 0);
    public static WideLanes operator <=(WideLanes a, WideLanes b) => Mask(Compare(a, b) <= 0);
    public static WideLanes IsNaN(WideLanes x) => Zero;
    public static WideLanes Abs(WideLanes x) => new(false, x._exponent, x._high, x._low);
    public static WideLanes Select(WideLanes mask, WideLanes yes, WideLanes no) => mask.IsZero ? no : yes;
    public static WideLanes FusedMultiplyAdd(WideLanes a, WideLanes b, WideLanes c) => a * b + c;
    public static WideLanes CopySign(WideLanes magnitude, WideLanes sign) => new(sign._negative, magnitude._exponent, magnitude._high, magnitude._low);

    private double Signed(double size) => _negative ? -size : size;

    private static WideLanes Mask(bool set) => set ? One : Zero;

    private static int Compare(WideLanes a, WideLanes b)
    {
        if (a.IsZero && b.IsZero) return 0;
        if (a.IsZero) return b._negative ? 1 : -1;
        if (b.IsZero || a._negative != b._negative) return a._negative ? -1 : 1;
        int sizes = CompareSizes(a, b);
        return a._negative ? -sizes : sizes;
    }

    private static int CompareSizes(WideLanes a, WideLanes b)
    {
        int order = a._exponent.CompareTo(b._exponent);
        if (order == 0) order = a._high.CompareTo(b._high);
        return order == 0 ? a._low.CompareTo(b._low) : order;
    }
}
