using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// tanh(x) = m/(m + 2) with m = e^2|x| − 1 and the sign of x, exact near 0; derivative 4e/(1 + e)² with e = e^−2|x|, not 0 for |x| &gt; 9.
/// tanh(±0) = ±0, tanh(±∞) = ±1; no kink.
/// </summary>
internal readonly struct Tanh : IFunction<Tanh>
{
    public static string Name => "tanh";
    public static Tanh Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Hyperbolic tangent",
        Formula = "tanh x",
        DerivativeFormula = "4e/(1 + e)², e = e^−2|x|",
        Minimum = -1,
        Maximum = 1,
        MaxSlope = 1,
        MaxCurvature = 0.76980035891950105,
        LowerTail = new(TailKind.Saturating, -1),
        UpperTail = new(TailKind.Saturating, 1),
        ZeroCentred = true,
        Source = new("LeCun, Bottou, Orr and Müller", 1998, "Efficient BackProp"),
        Primitives = "Tanh(x)",
        Names = new("nn.Tanh", "tanh", "jax.numpy.tanh", "Tanh"),
    };

    // Absolutely: near ±1 the form from the output cancels.
    public double? OutputError => Math.ScaleB(1, -22);

    public static bool FloatsFromOutput => true;

    /// <summary>1 − y².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Tanh function, V y) where V : struct, ILanes<V> => (V.Constant(1) - y) * (V.Constant(1) + y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.CopySign(Hyperbolic.Tanh(V.Abs(x), V.Constant(0)).Sum, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        Hyperbolic.SechSquared(x, V.Constant(0)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Tanh function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.CopySign(ForFloat.Tanh<TSeries>(x), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Tanh function, DoubleLanes x) where TSeries : ISeries =>
        ForFloat.SigmoidSlope<TSeries>(x + x) * 4;

    public static float FloatRange(Tanh function) => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(Tanh function, FloatLanes x) => InFloats.Tanh(x);
}
