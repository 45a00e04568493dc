using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// abs(x) = |x|; derivative 1 for x &gt; 0, −1 for x &lt; 0 and 0 at the kink. abs(±0) = 0, abs(±∞) = +∞.
/// </summary>
internal readonly struct AbsoluteValue : IFunction<AbsoluteValue>
{
    public static string Name => "abs";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;
    public static AbsoluteValue Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Absolute value",
        Formula = "|x|",
        DerivativeFormula = "1 for x > 0, −1 for x < 0, 0 at 0",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.None, double.PositiveInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = [0],
        TurningPoints = [0],
        Source = new("PyTorch"),
        Primitives = "Abs(x)",
        Names = new(null, null, "jax.numpy.abs", "Abs"),
    };

    // 0 at 0 is a third value: an input that holds one is kept as it is.
    public (double Clear, double Set)? Slopes => (-1, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), V.Constant(1), V.Select(x < V.Constant(0), V.Constant(-1), V.Constant(0)));
}
