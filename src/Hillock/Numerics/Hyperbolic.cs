using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>tanh and its derivative for x + rest, rest being what x lost by rounding.</summary>
internal static class Hyperbolic
{
    // tanh(22) = 1 to the last bit of a double; stopping there keeps e^2x within what expm1 takes.
    private const double One = 22;

    /// <summary>For x ≥ 0: m/(m + 2) with m = e^2x − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Tanh<V>(V x, V rest) where V : struct, ILanes<V>
    {
        V bounded = V.Select(x > V.Constant(One), V.Constant(One), x);
        Pair<V> m = V.Expm1(bounded + bounded, rest + rest);
        return m / Pair<V>.AddAny(m, V.Constant(2));
    }

    /// <summary>1 − tanh² x = 4e/(1 + e)² with e = e^−2|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled<V> SechSquared<V>(V x, V rest) where V : struct, ILanes<V> =>
        Logistic.Slope(x + x, rest + rest) * V.Constant(4);
}
