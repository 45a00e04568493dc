using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <content>The four operations and the square root.</content>
internal readonly partial struct WideLanes
{
    public static WideLanes operator -(WideLanes a) => new(!a._negative, a._exponent, a._high, a._low);
    public static WideLanes operator -(WideLanes a, WideLanes b) => a + -b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideLanes operator +(WideLanes a, WideLanes b)
    {
        if (a.IsZero) return b.IsZero ? new(a._negative && b._negative, 0, 0, 0) : b;
        if (b.IsZero) return a;
        if (CompareSizes(a, b) < 0) (a, b) = (b, a);
        long distance = a._exponent - b._exponent;
        if (distance > 255) return a;
        (UInt128 high, UInt128 low) = ShiftRight(b._high, b._low, (int)distance);
        if (a._negative != b._negative)
        {
            UInt128 difference = a._low - low;
            return Normal(a._negative, a._exponent, a._high - high - Carry(a._low < low), difference);
        }

        UInt128 sumLow = a._low + low, carry = Carry(sumLow < low), sum = a._high + high;
        bool over = sum < high || sum + carry < sum;
        sum += carry;
        if (!over) return new(a._negative, a._exponent, sum, sumLow);
        (sum, sumLow) = ShiftRight(sum, sumLow, 1);
        return new(a._negative, a._exponent + 1, sum | UInt128.One << 127, sumLow);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideLanes operator *(WideLanes a, WideLanes b)
    {
        bool negative = a._negative != b._negative;
        if (a.IsZero || b.IsZero) return new(negative, 0, 0, 0);
        ulong a0 = (ulong)a._low, a1 = (ulong)(a._low >> 64), a2 = (ulong)a._high, a3 = (ulong)(a._high >> 64);
        ulong b0 = (ulong)b._low, b1 = (ulong)(b._low >> 64), b2 = (ulong)b._high, b3 = (ulong)(b._high >> 64);
        // Row by row; of the eight words the last two are left out, and the third last serves only to carry.
        ulong carry = 0, p2 = Row(a0, b2, 0, ref carry), p3 = Row(a0, b3, 0, ref carry), p4 = carry;
        carry = 0;
        p2 = Row(a1, b1, p2, ref carry);
        p3 = Row(a1, b2, p3, ref carry);
        p4 = Row(a1, b3, p4, ref carry);
        ulong p5 = carry;
        carry = 0;
        p2 = Row(a2, b0, p2, ref carry);
        p3 = Row(a2, b1, p3, ref carry);
        p4 = Row(a2, b2, p4, ref carry);
        p5 = Row(a2, b3, p5, ref carry);
        ulong p6 = carry;
        carry = 0;
        p3 = Row(a3, b0, p3, ref carry);
        p4 = Row(a3, b1, p4, ref carry);
        p5 = Row(a3, b2, p5, ref carry);
        p6 = Row(a3, b3, p6, ref carry);
        ulong p7 = carry;

        UInt128 high = new(p7, p6), low = new(p5, p4);
        long exponent = a._exponent + b._exponent;
        // The product of two numbers from ½ to 1 is not below ¼.
        if (p7 >> 63 != 0) return new(negative, exponent, high, low);
        return new(negative, exponent - 1, high << 1 | low >> 127, low << 1 | p3 >> 63);
    }

    /// <summary>a·b + addend + carry: the low word, and the high one as the next carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Row(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += addend;
        if (low < addend) high++;
        low += carry;
        if (low < carry) high++;
        carry = high;
        return low;
    }

    /// <summary>a/n for a small n, 32 bits at a time as on paper; the last bits, as many as n has, are lost.</summary>
    private static WideLanes Divide(WideLanes a, uint n)
    {
        if (a.IsZero) return a;
        ulong rest = 0;
        UInt128 high = Digits(a._high), low = Digits(a._low);
        return Normal(a._negative, a._exponent, high, low);

        UInt128 Digits(UInt128 word)
        {
            UInt128 result = 0;
            for (int shift = 96; shift >= 0; shift -= 32)
            {
                ulong part = rest << 32 | (uint)(word >> shift);
                result = result << 32 | part / n;
                rest = part % n;
            }
            return result;
        }
    }

    /// <summary>By Newton's iteration for the reciprocal from a double's digits; a number beyond all others for a division by 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideLanes operator /(WideLanes a, WideLanes b)
    {
        if (b.IsZero) return new(a._negative != b._negative, Huge, UInt128.One << 127, 0);
        if (a.IsZero) return new(a._negative != b._negative, 0, 0, 0);
        WideLanes divisor = new(false, 0, b._high, b._low), reciprocal = Constant(1 / divisor.Leading);
        for (int i = 0; i < 3; i++) reciprocal += reciprocal * (One - divisor * reciprocal);
        WideLanes dividend = new(false, 0, a._high, a._low), quotient = dividend * reciprocal;
        quotient += reciprocal * (dividend - divisor * quotient);
        return new(a._negative != b._negative, quotient._exponent + a._exponent - b._exponent, quotient._high, quotient._low);
    }

    /// <summary>By Newton's iteration for 1/√x; 0 for a negative number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideLanes Sqrt(WideLanes x)
    {
        if (x.IsZero || x._negative) return Zero;
        long half = x._exponent >> 1;
        WideLanes scaled = new(false, x._exponent - 2 * half, x._high, x._low), inverse = Constant(1 / Math.Sqrt(scaled.Leading));
        for (int i = 0; i < 3; i++) inverse += Halved(inverse * (One - scaled * inverse * inverse));
        WideLanes root = scaled * inverse;
        root += Halved(inverse * (scaled - root * root));
        return new(false, root._exponent + half, root._high, root._low);
    }

    /// <summary>The first digits of a number whose exponent is small.</summary>
    private double Leading => Signed(Math.ScaleB((double)(ulong)(_high >> 64), (int)_exponent - 64));

    private static WideLanes Halved(WideLanes x) => Times2(x, -1);

    /// <summary>x·2^n.</summary>
    private static WideLanes Times2(WideLanes x, long n) => new(x._negative, x.IsZero ? 0 : x._exponent + n, x._high, x._low);

    /// <summary>The number with its first bit set.</summary>
    private static WideLanes Normal(bool negative, long exponent, UInt128 high, UInt128 low)
    {
        if (high == 0)
        {
            if (low == 0) return Zero;
            (high, low, exponent) = (low, 0, exponent - 128);
        }

        int zeros = (int)UInt128.LeadingZeroCount(high);
        if (zeros > 0) high = high << zeros | low >> (128 - zeros);
        return new(negative, exponent - zeros, high, low << zeros);
    }

    private static (UInt128 High, UInt128 Low) ShiftRight(UInt128 high, UInt128 low, int n) =>
        n == 0 ? (high, low) : n >= 128 ? (0, high >> (n - 128)) : (high >> n, low >> n | high << (128 - n));

    private static UInt128 Carry(bool set) => set ? UInt128.One : UInt128.Zero;
}
