using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Numerics;

/// <summary>
/// What float results are computed from in double, by the shorter or the longer <see cref="ISeries"/>. The tails keep their relative
/// precision: a double has far more exponents than a float.
/// </summary>
internal static class ForFloat
{
    /// <summary>Where e^x is 0 or ∞ as a float, and its square still a number as a double.</summary>
    public const double Bound = 300;

    /// <summary>x kept within ±<see cref="Bound"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Bounded(DoubleLanes x) => Bounded(x, -Bound, Bound);

    /// <summary>x kept within low and high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Bounded(DoubleLanes x, double low, double high) =>
        new(Vector512.MinNative(Vector512.Create(high), Vector512.MaxNative(Vector512.Create(low), x.Vector)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes AtMost(DoubleLanes x, double high) => new(Vector512.MinNative(Vector512.Create(high), x.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes AtLeast(DoubleLanes x, double low) => new(Vector512.MaxNative(Vector512.Create(low), x.Vector));

    /// <summary>1/(1 + e^−z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Sigmoid<TSeries>(DoubleLanes z) where TSeries : ISeries
    {
        Vector512<double> one = Vector512<double>.One;
        return new(one / (one + TSeries.Exp(-Bounded(z)).Vector));
    }

    /// <summary>s·(1 − s) = e/(1 + e)² with e = e^−|z|, the same bits for z and −z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes SigmoidSlope<TSeries>(DoubleLanes z) where TSeries : ISeries
    {
        Vector512<double> e = TSeries.Exp(-AtMost(DoubleLanes.Abs(z), Bound)).Vector, sum = e + Vector512<double>.One;
        return new(e / (sum * sum));
    }

    /// <summary>x·s(z) for a gate z that opens towards +∞; at −∞ the product is −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Gate<TSeries>(DoubleLanes x, DoubleLanes z) where TSeries : ISeries
    {
        // A finite x, so that ∞·0 does not arise; as a float −FLT_MAX·e^−300 is −0 all the same.
        Vector512<double> finite = Vector512.MaxNative(Vector512.Create((double)float.MinValue), x.Vector);
        return new(finite / (Vector512<double>.One + TSeries.Exp(-Bounded(z)).Vector));
    }

    /// <summary>s + growth·s·(1 − s) = (1 + e + growth·e)/(1 + e)² with s = s(z), e = e^−z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate GateSlope<TSeries>(DoubleLanes z, DoubleLanes growth) where TSeries : ISeries
    {
        DoubleLanes e = TSeries.Exp(-Bounded(z)), sum = e + 1, inverse = 1 / (sum * sum), bounded = Bounded(growth, -1e6, 1e6);
        DoubleLanes size = DoubleLanes.FusedMultiplyAdd(DoubleLanes.Abs(bounded), e, sum);
        return new(DoubleLanes.FusedMultiplyAdd(bounded, e, sum) * inverse, size * inverse);
    }

    /// <summary>tanh |x| = m/(m + 2), m = e^2|x| − 1; the sign is the caller's, so that results are odd to the bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes Tanh<TSeries>(DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = AtMost(DoubleLanes.Abs(x), 20);
        Vector512<double> m = TSeries.Expm1(bounded + bounded).Vector;
        return new(m / (m + Vector512.Create(2.0)));
    }
}
