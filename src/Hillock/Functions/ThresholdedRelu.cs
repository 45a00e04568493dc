using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// thresholded_relu(x) = x for x &gt; alpha, else 0; derivative 1 for x &gt; alpha, else 0, the jump at alpha included.
/// thresholded_relu(−∞) = 0, thresholded_relu(+∞) = +∞.
/// </summary>
internal readonly struct ThresholdedRelu(double alpha) : IFunction<ThresholdedRelu>
{
    public static string Name => "thresholded_relu";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("alpha", 1, -float.MaxValue, float.MaxValue, "where it begins to pass x through")];

    public static ThresholdedRelu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Thresholded rectified linear unit",
        Formula = "x for x > alpha, else 0",
        DerivativeFormula = "1 for x > alpha, else 0",
        Minimum = Math.Min(alpha, 0),
        Maximum = double.PositiveInfinity,
        MaxSlope = alpha == 0 ? 1 : double.PositiveInfinity,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = [alpha],
        TurningPoints = alpha < 0 ? [alpha] : [],
        Source = new("Konda, Memisevic and Krueger", 2015, "Zero-bias autoencoders and the benefits of co-adapting features"),
        Primitives = "Where(Greater(x, alpha), x, 0)",
        Names = new(null, null, null, "ThresholdedRelu"),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => alpha >= 0 ? 0 : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x <= V.Constant(alpha), V.Constant(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(alpha), V.Constant(1), V.Constant(0));
}
