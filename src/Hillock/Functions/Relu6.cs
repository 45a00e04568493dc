using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// relu6(x) = min(max(x, 0), 6); derivative 1 for 0 &lt; x &lt; 6, else 0, both kinks included.
/// relu6(±0) = 0, relu6(−∞) = 0, relu6(+∞) = 6.
/// </summary>
internal readonly struct Relu6 : IFunction<Relu6>
{
    public static string Name => "relu6";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;
    public static Relu6 Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Rectified linear unit capped at 6",
        Formula = "min(max(x, 0), 6)",
        DerivativeFormula = "1 for 0 < x < 6, else 0",
        Minimum = 0,
        Maximum = 6,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.Saturating, 6),
        Kinks = [0, 6],
        Source = new("Krizhevsky", 2010, "Convolutional deep belief networks on CIFAR-10"),
        Primitives = "Min(Max(x, 0), 6)",
        Names = new("nn.ReLU6", "relu6", "jax.nn.relu6", null),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x <= V.Constant(0), V.Constant(0), V.Select(x >= V.Constant(6), V.Constant(6), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), V.Select(x < V.Constant(6), V.Constant(1), V.Constant(0)), V.Constant(0));
}
