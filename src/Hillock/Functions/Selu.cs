using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// selu(x) = scale·x for x &gt; 0, else scale·alpha·(e^x − 1) with alpha = 1.6732632423543772848… and scale = 1.0507009873554804934…;
/// derivative scale for x &gt; 0, else scale·alpha·e^x, so scale·alpha at the kink. selu(±0) = ±0, selu(−∞) = −1.758…, selu(+∞) = +∞.
/// ONNX's default has both constants rounded to float (onnx:selu).
/// </summary>
internal readonly struct Selu : IFunction<Selu>
{
    // What the constants lose by rounding counts where a result is near the middle between two floats.
    private const double Scale = 1.0507009873554804934;
    private const double ScaleRest = 3.9874847667154144e-17;
    // The product of both constants with all their digits, then rounded.
    private const double ScaleAlpha = 1.7580993408473768599;
    private const double ScaleAlphaRest = 1.41535193800845e-17;

    public static string Name => "selu";
    public static Selu Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Scaled exponential linear unit",
        Formula = "1.0507009873554805·(x for x > 0, else 1.6732632423543772·(e^x − 1))",
        DerivativeFormula = "1.0507009873554805·(1 for x > 0, else 1.6732632423543772·e^x)",
        Minimum = -1.7580993408473769,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.7580993408473769,
        MaxCurvature = 1.7580993408473769,
        LowerTail = new(TailKind.Saturating, -1.7580993408473769),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = [0],
        Source = new("Klambauer, Unterthiner, Mayr and Hochreiter", 2017, "Self-normalizing neural networks"),
        Primitives = "Mul(1.0507009873554805, Add(Max(x, 0), Mul(1.6732632423543772, Sub(Exp(Min(x, 0)), 1))))",
        Names = new("nn.SELU", "selu", "jax.nn.selu", "Selu"),
    };

    // Absolutely: near the lower limit the form from the output cancels.
    public double? OutputError => Math.ScaleB(1, -22);

    /// <summary>scale for y &gt; 0, else y + scale·alpha.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Selu function, V y) where V : struct, ILanes<V> =>
        V.Select(y > V.Constant(0), V.Constant(Scale), y + V.Constant(ScaleAlpha));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.CopySign(V.Select(x > V.Constant(0), V.FusedMultiplyAdd(x, V.Constant(Scale), x * V.Constant(ScaleRest)), (V.Expm1(x, V.Constant(0)) * Product<V>()).Sum), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), V.Constant(Scale), (V.Exp(x, V.Constant(0)) * Product<V>()).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Selu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes y = TSeries.Expm1(ForFloat.Bounded(x, -50, 0)) * ScaleAlpha;
        return DoubleLanes.CopySign(DoubleLanes.Select(x > 0, x * Scale, y), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Selu function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.Select(x > 0, Scale, TSeries.Exp(ForFloat.Bounded(x, -ForFloat.Bound, 0)) * ScaleAlpha);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<V> Product<V>() where V : struct, ILanes<V> => Pair<V>.Constant(ScaleAlpha, ScaleAlphaRest);
}
