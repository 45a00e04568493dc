using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>identity(x) = x; derivative 1. −0 and ±∞ are returned as they are.</summary>
internal readonly struct Identity : IFunction<Identity>
{
    public static string Name => "identity";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;
    public static Identity Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Identity",
        Formula = "x",
        DerivativeFormula = "1",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        ZeroCentred = true,
        Source = new("the linear unit"),
        Primitives = "x",
        Names = new("nn.Identity", "linear", "jax.nn.identity", "Identity"),
    };

    public (double Clear, double Set)? Slopes => (1, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> => V.Constant(1);
}
