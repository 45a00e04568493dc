using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// relu(x) = max(x, 0); derivative 1 for x &gt; 0, else 0, the kink at 0 included. relu(±0) = 0, relu(−∞) = 0, relu(+∞) = +∞.
/// </summary>
internal readonly struct Relu : IFunction<Relu>
{
    public static string Name => "relu";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;
    public static Relu Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Rectified linear unit",
        Formula = "max(x, 0)",
        DerivativeFormula = "1 for x > 0, else 0",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = [0],
        Source = new("Nair and Hinton", 2010, "Rectified linear units improve restricted Boltzmann machines"),
        Primitives = "Max(x, 0)",
        Names = new("nn.ReLU", "relu", "jax.nn.relu", "Relu"),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> => V.Select(x <= V.Constant(0), V.Constant(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> => V.Select(x > V.Constant(0), V.Constant(1), V.Constant(0));
}
