using Hillock.Numerics;

namespace Hillock.Kernels;

/// <summary>
/// A vector of 512 bits, of floats or of doubles, on which every function is written once. Only operations with one IEEE result are
/// offered (no estimates, no libm), so that the same bits come out of AVX-512, AVX2, 128-bit and scalar code.
/// A comparison gives a mask: all bits of a lane set, or none.
/// </summary>
internal interface ILanes<V> where V : struct, ILanes<V>
{
    static abstract V Constant(double value);
    static abstract V operator +(V a, V b);
    static abstract V operator -(V a, V b);
    static abstract V operator *(V a, V b);
    static abstract V operator /(V a, V b);
    static abstract V operator -(V a);
    static abstract V operator >(V a, V b);
    static abstract V operator <(V a, V b);
    static abstract V operator >=(V a, V b);
    static abstract V operator <=(V a, V b);
    static abstract V IsNaN(V x);

    /// <summary>mask ? yes : no, bit by bit.</summary>
    static abstract V Select(V mask, V yes, V no);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V FusedMultiplyAdd(V a, V b, V c);
    static abstract V Abs(V x);
    static abstract V Sqrt(V x);

    /// <summary>|magnitude| with the sign of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>e^(x + rest), rest being what x lost by rounding.</summary>
    static abstract Scaled<V> Exp(V x, V rest);

    /// <summary>e^(x + rest) − 1 without cancellation near 0, for x ≤ 80.</summary>
    static abstract Pair<V> Expm1(V x, V rest);

    /// <summary>ln(1 + x + rest) without cancellation near 0, for x ≥ 0.</summary>
    static abstract V Log1p(V x, V rest);

    /// <summary>sin(x + rest), for |x| up to the largest number whose neighbour is less than a period away; 0 beyond.</summary>
    static abstract Pair<V> Sin(V x, V rest);

    /// <summary>e^(t²/2)·erfc(t/√2)/2 for t ≥ 0.</summary>
    static abstract Pair<V> NormalTail(V t);
}
