using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// elu(x) = x for x &gt; 0, else alpha·(e^x − 1); derivative 1 for x &gt; 0, else alpha·e^x, so alpha at 0.
/// elu(−0) = −0, elu(−∞) = −alpha, elu(+∞) = +∞.
/// </summary>
internal readonly struct Elu(double alpha) : IFunction<Elu>
{
    private readonly double _alpha = alpha;

    public static string Name => "elu";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("alpha", 1, -float.MaxValue, float.MaxValue, "minus the limit at −∞") { Learnable = true }];

    public static Elu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Exponential linear unit",
        Formula = "x for x > 0, else alpha·(e^x − 1)",
        DerivativeFormula = "1 for x > 0, else alpha·e^x",
        Minimum = Math.Min(0, -_alpha),
        Maximum = double.PositiveInfinity,
        MaxSlope = Math.Max(1, Math.Abs(_alpha)),
        MaxCurvature = Math.Abs(_alpha),
        LowerTail = new(_alpha == 0 ? TailKind.Off : TailKind.Saturating, -_alpha),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = _alpha == 1 ? [] : [0],
        TurningPoints = _alpha < 0 ? [0] : [],
        Source = new("Clevert, Unterthiner and Hochreiter", 2016,
            "Fast and accurate deep network learning by exponential linear units (ELUs)"),
        Primitives = "Add(Max(x, 0), Mul(alpha, Sub(Exp(Min(x, 0)), 1)))",
        Names = new("nn.ELU", "elu", "jax.nn.elu", "Elu"),
    };

    // Absolutely: near −alpha the form from the output cancels.
    public double? OutputError => _alpha >= 0 ? _alpha * Math.ScaleB(1, -23) : null;

    /// <summary>1 for y &gt; 0, else y + alpha.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Elu function, V y) where V : struct, ILanes<V> =>
        V.Select(y > V.Constant(0), V.Constant(1), y + V.Constant(function._alpha));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), x, V.CopySign(
            (V.Expm1(x, V.Constant(0)) * V.Constant(_alpha)).Sum, _alpha < 0 ? -x : x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), V.Constant(1), (V.Exp(x, V.Constant(0)) * V.Constant(_alpha)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), V.Constant(0), V.Expm1(x, V.Constant(0)).Sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Elu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes y = TSeries.Expm1(ForFloat.Bounded(x, -50, 0)) * function._alpha;
        return DoubleLanes.Select(x > 0, x, DoubleLanes.CopySign(y, function._alpha < 0 ? -x : x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Elu function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.Select(x > 0, 1, TSeries.Exp(ForFloat.Bounded(x, -700, 0)) * function._alpha);

    public static float FloatDerivativeRange(Elu function) => function._alpha == 1 ? InFloats.Range : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(Elu function, FloatLanes x) => FloatLanes.Select(x > 0, 1, InFloats.Exp(InFloats.AtMost(x, 0)));
}
