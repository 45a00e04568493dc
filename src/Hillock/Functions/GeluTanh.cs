using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// gelu_tanh(x) = x/2·(1 + tanh u) = x·s(2u) with u = √(2/π)·(x + 0.044715·x³) and the sigmoid s; derivative s(2u) + 2x·u′·s(2u)·(1 −
/// s(2u)). gelu_tanh(−∞) = −0, gelu_tanh(±0) = ±0, gelu_tanh(+∞) = +∞; x³ does not overflow; no kink.
/// </summary>
internal readonly struct GeluTanh : IFunction<GeluTanh>
{
    // Both tails end long before, and x³ stays finite.
    private const double Far = 1000;

    public static string Name => "gelu_tanh";
    public static GeluTanh Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Gaussian error linear unit, tanh form",
        Formula = "x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))",
        DerivativeFormula = "s + 2x·√(2/π)·(1 + 0.134145·x²)·s·(1 − s), s = 1/(1 + e^(−2√(2/π)·(x + 0.044715·x³)))",
        Minimum = -0.17004075057125405,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.1289930686587718,
        MaxCurvature = 0.79788456080286541,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        TurningPoints = [-0.75246142207101626],
        Source = new("Hendrycks and Gimpel", 2016, "Gaussian error linear units (GELUs)"),
        Primitives = "Mul(Div(x, 2), Add(1, Tanh(Mul(Sqrt(Div(2, 3.141592653589793)), Add(x, Mul(0.044715, Mul(x, Mul(x, x))))))))",
        Names = new("nn.GELU(approximate='tanh')", "gelu(approximate=True)", "jax.nn.gelu", "Gelu(approximate=tanh)"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V bounded = Bounded(x);
        Pair<V> z = Outlined.Of<ArgumentOf<V>, V, Pair<V>>(bounded);
        return Gated.Value(x, z.High, z.Low);
    }

    private readonly struct ArgumentOf<V> : IPiece<V, Pair<V>> where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pair<V> Of(V x) => Argument(x, Pair<V>.Multiply(x, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V bounded = Bounded(x);
        Pair<V> square = Pair<V>.Multiply(bounded, bounded), z = Argument(bounded, square);
        // x·2u′ = x·(2√(2/π) + 3·2√(2/π)·0.044715·x²).
        Pair<V> growth = Linear(square * Pair<V>.Constant(0.21406444881780073, 1.2025242832367862e-17)) * bounded;
        return Gated.Slope(z.High, z.Low, growth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILanes<V> =>
        V.CopySign(V.Select(V.Abs(x) > V.Constant(Far), V.Constant(Far), V.Abs(x)), x);

    /// <summary>2u = x·(2√(2/π) + 2√(2/π)·0.044715·x²), as a pair because the exponential magnifies what it loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<V> Argument<V>(V x, Pair<V> square) where V : struct, ILanes<V> =>
        Linear(square * Pair<V>.Constant(0.07135481627260025, -6.175149918155315e-19)) * x;

    /// <summary>2√(2/π) + rest. The constant's own rest counts where the second try of Exact has to settle a near-tie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<V> Linear<V>(Pair<V> rest) where V : struct, ILanes<V>
    {
        Pair<V> sum = Pair<V>.AddAny(rest, V.Constant(1.5957691216057308));
        return new(sum.High, sum.Low + V.Constant(-9.96930880911092e-17));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(GeluTanh function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = ForFloat.Bounded(x, -18, 18);
        DoubleLanes inner = DoubleLanes.FusedMultiplyAdd(bounded * bounded, 0.07135481627260025, 1.5957691216057308);
        return ForFloat.Gate<TSeries>(x, inner * bounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(GeluTanh function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = ForFloat.Bounded(x, -18, 18), square = bounded * bounded;
        DoubleLanes inner = DoubleLanes.FusedMultiplyAdd(square, 0.07135481627260025, 1.5957691216057308);
        DoubleLanes growth = DoubleLanes.FusedMultiplyAdd(square, 0.21406444881780073, 1.5957691216057308);
        return ForFloat.GateSlope<TSeries>(inner * bounded, growth * bounded);
    }

    public static float FloatRange(GeluTanh function) => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(GeluTanh function, FloatLanes x)
    {
        // The argument of the exponential as a pair, up to 87, because its error counts in full; with the sign changed throughout, so that what a
        // product lost comes out without changing signs: operations are what this costs.
        const float cubic = 0.071354814f, linear = 1.5957692f;
        FloatLanes minus = -x, square = x * x, ofSquare = FloatLanes.FusedMultiplyAdd(x, minus, square);
        FloatLanes term = square * -cubic, rest = FloatLanes.FusedMultiplyAdd(square, cubic, term);
        rest = FloatLanes.FusedMultiplyAdd(square, (float)(0.07135481627260025 - cubic), FloatLanes.FusedMultiplyAdd(ofSquare, -cubic, rest));
        FloatLanes sum = linear - term, ofTerm = sum - linear;
        FloatLanes low = (linear - (sum - ofTerm)) - (term + ofTerm) + (rest + (float)(1.5957691216057308 - linear));
        FloatLanes z = sum * minus;
        return InFloats.Gate(x, z, FloatLanes.FusedMultiplyAdd(low, minus, FloatLanes.FusedMultiplyAdd(sum, minus, -z)));
    }
}
