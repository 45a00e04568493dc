using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// s = 1/(1 + e^−z) and s·(1 − s) for z = x + rest, from e = e^−|z| only, so that both tails keep their relative precision: s is e/(1 + e)
/// for z &lt; 0, s·(1 − s) is e/(1 + e)² on both sides.
/// </summary>
internal static class Logistic
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> Value<V>(V x, V rest) where V : struct, ILanes<V>
    {
        V one = V.Constant(1), negative = x < V.Constant(0);
        Scaled<V> e = Tail(x, rest);
        Pair<V> numerator = Pair<V>.Select(negative, e.Pair, new(one, V.Constant(0)));
        return new Scaled<V>(numerator, V.Select(negative, e.Scale, one)) / Pair<V>.Add(one, e.Unscaled);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> Slope<V>(V x, V rest) where V : struct, ILanes<V>
    {
        Scaled<V> e = Tail(x, rest);
        Pair<V> sum = Pair<V>.Add(V.Constant(1), e.Unscaled);
        return e / (sum * sum);
    }

    /// <summary>e^−|x + rest|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> Tail<V>(V x, V rest) where V : struct, ILanes<V> =>
        V.Exp(-V.Abs(x), V.Select(x < V.Constant(0), rest, -rest));
}
