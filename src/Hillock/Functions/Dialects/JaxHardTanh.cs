using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// JAX's hard_tanh: min(max(x, −1), 1) with the derivative 1 at both kinks. (±0) = ±0; ±∞ give ±1.
/// </summary>
internal readonly struct JaxHardTanh : IFunction<JaxHardTanh>
{
    public static string Name => "jax:hard_tanh";
    public static bool RoundsOnce => true;
    public static JaxHardTanh Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Hard tanh of JAX",
        Formula = "min(max(x, −1), 1)",
        DerivativeFormula = "1 for −1 ≤ x ≤ 1, else 0",
        Minimum = -1,
        Maximum = 1,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Saturating, -1),
        UpperTail = new(TailKind.Saturating, 1),
        Kinks = [-1, 1],
        ZeroCentred = true,
        Source = new("jax.nn.hard_tanh"),
        Primitives = "Min(Max(x, -1), 1)",
        Names = new(null, null, "jax.nn.hard_tanh", null),
    };

    public (double Clear, double Set)? Slopes => (0, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        new HardTanh(-1, 1).Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(V.Abs(x) <= V.Constant(1), V.Constant(1), V.Constant(0));
}
