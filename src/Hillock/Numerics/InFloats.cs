using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// Exponential, sigmoid and tanh on lanes of float, for <see cref="Precision.Fast"/> where double lanes would lose the race. Every
/// argument is finite and within <see cref="Range"/>, so nothing overflows and nothing vanishes: what lies outside is computed in double.
/// Every operation costs about the same here, so rounding errors are carried on only where they would be felt.
/// </summary>
internal static class InFloats
{
    /// <summary>2^k is a normal number, and so is its inverse, for every k = x/ln 2 up to here.</summary>
    public const float Range = 87;

    /// <summary>Up to here a gate of 1 is far enough above the subnormal numbers for what its quotient lost to be told.</summary>
    public const float GateRange = 80;

    private const float OneSixth = 1f / 6, OneSixthLow = (float)(1.0 / 6 - 1f / 6);
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts (Cody and Waite 1980): k times the first, which has nine bits to spare, is exact.
    private const float Ln2High = 0.693145751953125f;
    private const float Ln2Low = 1.428606765330187e-06f;

    // Adding and subtracting 1.5·2^23 rounds to the nearest integer and leaves that integer in the low bits.
    private const float RoundingShift = 12582912;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes AtMost(FloatLanes x, float high) => new(Vector512.MinNative(x.Vector, Vector512.Create(high)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes AtLeast(FloatLanes x, float low) => new(Vector512.MaxNative(x.Vector, Vector512.Create(low)));

    /// <summary>x/6, by 1/6 in two parts: a division takes as long as all else in a function of straight pieces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Sixth(FloatLanes x) => FloatLanes.FusedMultiplyAdd(x, OneSixth, x * OneSixthLow);

    /// <summary>(x + lost)/6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Sixth(FloatLanes x, FloatLanes lost) =>
        FloatLanes.FusedMultiplyAdd(x, OneSixth, FloatLanes.FusedMultiplyAdd(x, OneSixthLow, lost * OneSixth));

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Exp(FloatLanes x)
    {
        FloatLanes r = Reduce(x, out Vector512<int> exponent), p = FloatLanes.FusedMultiplyAdd(Curve(r), r, 1);
        return Scale(FloatLanes.FusedMultiplyAdd(p, r, 1), exponent);
    }

    /// <summary>1/(1 + e^−x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Sigmoid(FloatLanes x)
    {
        // With e = e^−|x| and u = e/(1 + e) the result is e·(1 − u) below 0 and 1 − u above: u's error counts only by its own size.
        FloatLanes e = Exp(-FloatLanes.Abs(x)), u = e / (e + 1), outer = FloatLanes.Select(x < 0, e, 1);
        return FloatLanes.FusedMultiplyAdd(-outer, u, outer);
    }

    /// <summary>tanh x, odd to the bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Tanh(FloatLanes x)
    {
        // 1 to the last bit beyond 9.02.
        FloatLanes r = Reduce(AtMost(FloatLanes.Abs(x), 9.1f) * -2, out Vector512<int> exponent), scale = Scale(1, exponent), w = FloatLanes.FusedMultiplyAdd(Curve(r), r * r, r);
        // n = 1 − e and 1 + e with e = e^−2|x|, from 1 − 2^k and 2^k·(e^r − 1), so that n keeps its digits near 0; n/(1 + e) = n/2·(1 + n/(1 + e)).
        FloatLanes n = FloatLanes.FusedMultiplyAdd(-scale, w, 1 - scale), half = n * 0.5f;
        FloatLanes quotient = n / (FloatLanes.FusedMultiplyAdd(scale, w, scale) + 1);
        return FloatLanes.CopySign(FloatLanes.FusedMultiplyAdd(half, quotient, half), x);
    }

    /// <summary>x/(1 + e^(minus + low)), minus + low being the gate with its sign changed: one rounding but for what the exponential has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes Gate(FloatLanes x, FloatLanes minus, FloatLanes low)
    {
        (FloatLanes r, FloatLanes rest) = Reduce(minus, low, out Vector512<int> exponent);
        // Divided through by 2^k where that is above 1: x·a/(a + b·e^r) with a = 2^−k or 1, b = 1 or 2^k.
        Vector512<int> zero = Vector512<int>.Zero, one = Vector512<float>.One.AsInt32();
        FloatLanes a = new((one - Vector512.Max(exponent, zero)).AsSingle()), b = new((one + Vector512.Min(exponent, zero)).AsSingle());
        FloatLanes small = new(Vector512.MinNative(a.Vector, b.Vector));
        Pair<FloatLanes> sum = Pair<FloatLanes>.Add(1, small), more = Pair<FloatLanes>.Add(sum.High, b * r);
        Pair<FloatLanes> divisor = Pair<FloatLanes>.Add(more.High, FloatLanes.FusedMultiplyAdd(b, rest, sum.Low + more.Low));

        FloatLanes inverse = 1 / divisor.High, numerator = x * a, quotient = numerator * inverse;
        // What the quotient is too large by: +0 where it is nothing, so that the sum keeps the sign of a zero.
        FloatLanes over = FloatLanes.FusedMultiplyAdd(quotient, divisor.Low, FloatLanes.FusedMultiplyAdd(quotient, divisor.High, -numerator));
        return FloatLanes.FusedMultiplyAdd(-over, inverse, quotient);
    }

    /// <summary>y·2^k for k in the place of the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatLanes Scale(FloatLanes y, Vector512<int> exponent) => new((y.Vector.AsInt32() + exponent).AsSingle());

    /// <summary>r with e^x = 2^k·e^r and |r| ≤ ln 2/2; k in the place of a float's exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatLanes Reduce(FloatLanes x, out Vector512<int> exponent)
    {
        FloatLanes k = Whole(x, out exponent);
        return FloatLanes.FusedMultiplyAdd(k, -Ln2Low, FloatLanes.FusedMultiplyAdd(k, -Ln2High, x));
    }

    /// <summary>r and more with e^(x + low) = 2^k·(1 + r + more), r exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (FloatLanes R, FloatLanes More) Reduce(FloatLanes x, FloatLanes low, out Vector512<int> exponent)
    {
        FloatLanes k = Whole(x, out exponent), less = FloatLanes.FusedMultiplyAdd(k, -Ln2Low, low);
        FloatLanes exact = FloatLanes.FusedMultiplyAdd(k, -Ln2High, x), r = exact + less;
        return (exact, FloatLanes.FusedMultiplyAdd(Curve(r), r * r, less));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatLanes Whole(FloatLanes x, out Vector512<int> exponent)
    {
        FloatLanes shifted = FloatLanes.FusedMultiplyAdd(x, Log2E, RoundingShift);
        exponent = shifted.Vector.AsInt32() << 23;
        return shifted - RoundingShift;
    }

    /// <summary>(e^r − 1 − r)/r² within 2^-28 (minimax).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatLanes Curve(FloatLanes r)
    {
        FloatLanes p = FloatLanes.FusedMultiplyAdd(0.0013950595f, r, 0.008368918f);
        p = FloatLanes.FusedMultiplyAdd(p, r, 0.041666206f);
        p = FloatLanes.FusedMultiplyAdd(p, r, 0.16666518f);
        return FloatLanes.FusedMultiplyAdd(p, r, 0.5f);
    }
}
