using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// ONNX's Selu: gamma·x for x &gt; 0, else gamma·alpha·(e^x − 1), with the constants of selu rounded to float by default; derivative
/// gamma for x &gt; 0, else gamma·alpha·e^x, so gamma·alpha at the kink. (±0) = ±0, −∞ gives −gamma·alpha.
/// </summary>
internal readonly struct OnnxSelu(double alpha, double gamma) : IFunction<OnnxSelu>
{
    private readonly double _gamma = gamma;
    private readonly double _alpha = alpha;

    public static string Name => "onnx:selu";

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("alpha", 1.67326319217681884765625, float.Epsilon, float.MaxValue, "minus the limit at −∞, before the scale"),
        new("gamma", 1.05070102214813232421875, float.Epsilon, float.MaxValue, "the scale"),
    ];

    public static OnnxSelu Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public FunctionFacts Facts => new()
    {
        Title = "Scaled exponential linear unit of ONNX",
        Formula = "gamma·(x for x > 0, else alpha·(e^x − 1))",
        DerivativeFormula = "gamma·(1 for x > 0, else alpha·e^x)",
        Minimum = -_gamma * _alpha,
        Maximum = double.PositiveInfinity,
        MaxSlope = _gamma * Math.Max(1, _alpha),
        MaxCurvature = _gamma * _alpha,
        LowerTail = new(TailKind.Saturating, -_gamma * _alpha),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = _alpha == 1 ? [] : [0],
        Source = new("ONNX operator Selu"),
        Primitives = "Mul(gamma, Add(Max(x, 0), Mul(alpha, Sub(Exp(Min(x, 0)), 1))))",
        Names = new(null, null, null, "Selu"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.CopySign(V.Select(x > V.Constant(0), x * V.Constant(_gamma), (V.Expm1(x, V.Constant(0)) * Product<V>()).Sum), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), V.Constant(_gamma), (V.Exp(x, V.Constant(0)) * Product<V>()).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Pair<V> Product<V>() where V : struct, ILanes<V> => Pair<V>.Multiply(V.Constant(_alpha), V.Constant(_gamma));

    // Products of two floats are exact in double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(OnnxSelu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes y = TSeries.Expm1(ForFloat.Bounded(x, -50, 0)) * (function._alpha * function._gamma), above = x > 0;
        return new(DoubleLanes.CopySign(DoubleLanes.Select(above, x * function._gamma, y), x), DoubleLanes.Select(above, 0, y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(OnnxSelu function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.Select(x > 0, function._gamma, TSeries.Exp(ForFloat.Bounded(x, -ForFloat.Bound, 0)) * (function._alpha * function._gamma));
}
