using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// hard_sigmoid(x) = min(max(x + 3, 0), 6)/6; derivative 1/6 for −3 &lt; x &lt; 3, else 0, both kinks included.
/// hard_sigmoid(−∞) = 0, hard_sigmoid(±0) = ½, hard_sigmoid(+∞) = 1. ONNX's default has the slope 0.2 (onnx:hard_sigmoid).
/// </summary>
internal readonly struct HardSigmoid : IFunction<HardSigmoid>
{
    public static string Name => "hard_sigmoid";
    public static HardSigmoid Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Hard sigmoid",
        Formula = "min(max(x + 3, 0), 6)/6",
        DerivativeFormula = "1/6 for −3 < x < 3, else 0",
        Minimum = 0,
        Maximum = 1,
        MaxSlope = 1.0 / 6,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Saturating, 0),
        UpperTail = new(TailKind.Saturating, 1),
        Kinks = [-3, 3],
        Source = new("Courbariaux, Bengio and David", 2015,
            "BinaryConnect: Training deep neural networks with binary weights during propagations (the slope 1/6 is from MobileNetV3, 2019)"),
        Primitives = "Div(Min(Max(Add(x, 3), 0), 6), 6)",
        Names = new("nn.Hardsigmoid", "hard_sigmoid", "jax.nn.hard_sigmoid", "HardSigmoid"),
    };

    // (x + 3)/6 rounds to 1 below 3, so the output does not tell the slope.
    public (double Clear, double Set)? Slopes => (0, 1.0 / 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V three = V.Constant(3), inner = (x + three) / V.Constant(6);
        return V.Select(x > -three, V.Select(x < three, inner, V.Constant(1)), V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(-3), V.Select(x < V.Constant(3), V.Constant(1.0 / 6), V.Constant(0)), V.Constant(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(HardSigmoid function, DoubleLanes x) where TSeries : ISeries =>
        (ForFloat.Bounded(x, -3, 3) + 3) * (1.0 / 6);

    // x + 3 is exact or as good as 3, and a quotient by 6 that is rounded to a double is not rounded to the middle between two floats
    // unless it is there: rounding once more does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactValue(HardSigmoid function, DoubleLanes x) => new(function.Value(x), 0);

    public static float FloatRange(HardSigmoid function) => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(HardSigmoid function, FloatLanes x) => InFloats.Sixth(InFloats.AtMost(InFloats.AtLeast(x + 3, 0), 6));

    public static float FloatDerivativeRange(HardSigmoid function) => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(HardSigmoid function, FloatLanes x) => FloatLanes.Select(FloatLanes.Abs(x) < 3, 1f / 6, 0);
}
