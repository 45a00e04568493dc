using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// sigmoid(x) = 1/(1 + e^−x); derivative e/(1 + e)² with e = e^−|x|, which keeps its relative precision where s(1 − s) would be 0.
/// sigmoid(−∞) = 0, sigmoid(±0) = ½, sigmoid(+∞) = 1; no kink.
/// </summary>
internal readonly struct Sigmoid : IFunction<Sigmoid>
{
    public static string Name => "sigmoid";
    public static Sigmoid Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Logistic sigmoid",
        Formula = "1/(1 + e^−x)",
        DerivativeFormula = "e/(1 + e)², e = e^−|x|",
        Minimum = 0,
        Maximum = 1,
        MaxSlope = 0.25,
        MaxCurvature = 0.096225044864937631,
        LowerTail = new(TailKind.Saturating, 0),
        UpperTail = new(TailKind.Saturating, 1),
        Source = new("Rumelhart, Hinton and Williams", 1986,
            "Learning representations by back-propagating errors (the function: Verhulst 1838)"),
        Primitives = "Sigmoid(x)",
        Names = new("nn.Sigmoid", "sigmoid", "jax.nn.sigmoid", "Sigmoid"),
    };

    // Absolutely: near 1 the form from the output cancels.
    public double? OutputError => Math.ScaleB(1, -23);

    public static bool FloatsFromOutput => true;

    /// <summary>y·(1 − y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Sigmoid function, V y) where V : struct, ILanes<V> => y * (V.Constant(1) - y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> => Logistic.Value(x, V.Constant(0)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> => Logistic.Slope(x, V.Constant(0)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Sigmoid function, DoubleLanes x) where TSeries : ISeries =>
        ForFloat.Sigmoid<TSeries>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Sigmoid function, DoubleLanes x) where TSeries : ISeries =>
        ForFloat.SigmoidSlope<TSeries>(x);

    public static float FloatRange(Sigmoid function) => InFloats.Range;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(Sigmoid function, FloatLanes x) => InFloats.Sigmoid(x);
}
