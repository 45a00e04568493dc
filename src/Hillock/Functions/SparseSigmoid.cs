using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// sparse_sigmoid(x) = min(max(x + 1, 0), 2)/2; derivative ½ for −1 &lt; x &lt; 1, else 0, both kinks included.
/// sparse_sigmoid(−∞) = 0, sparse_sigmoid(±0) = ½, sparse_sigmoid(+∞) = 1.
/// </summary>
internal readonly struct SparseSigmoid : IFunction<SparseSigmoid>
{
    public static string Name => "sparse_sigmoid";
    public static bool RoundsOnce => true;
    public static SparseSigmoid Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Sparse sigmoid",
        Formula = "min(max(x + 1, 0), 2)/2",
        DerivativeFormula = "½ for −1 < x < 1, else 0",
        Minimum = 0,
        Maximum = 1,
        MaxSlope = 0.5,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Saturating, 0),
        UpperTail = new(TailKind.Saturating, 1),
        Kinks = [-1, 1],
        Source = new("Martins and Astudillo", 2016,
            "From softmax to sparsemax: A sparse model of attention and multi-label classification"),
        Primitives = "Div(Min(Max(Add(x, 1), 0), 2), 2)",
        Names = new(null, "sparse_sigmoid", "jax.nn.sparse_sigmoid", null),
    };

    // x + 1 rounds to 2 below 1, so the output does not tell the slope.
    public (double Clear, double Set)? Slopes => (0, 0.5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V one = V.Constant(1), inner = (x + one) * V.Constant(0.5);
        return V.Select(x > -one, V.Select(x < one, inner, one), V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(-1), V.Select(x < V.Constant(1), V.Constant(0.5), V.Constant(0)), V.Constant(0));
}
