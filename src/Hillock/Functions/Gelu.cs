using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// gelu(x) = x·Φ(x), Φ being the normal distribution: for x &lt; 0 as x/2·erfc(|x|/√2) with full relative precision down to the subnormals,
/// for x ≥ 0 as x·(1 − Φ(−x)). Derivative Φ(x) + x·φ(x), φ being the normal density.
/// gelu(−∞) = −0, gelu(±0) = ±0, gelu(+∞) = +∞; no kink.
/// </summary>
internal readonly struct Gelu : IFunction<Gelu>
{
    // e^(−t²/2) is 0 in double from here on.
    private const double Far = 40;

    public static string Name => "gelu";
    public static Gelu Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Gaussian error linear unit",
        Formula = "x/2·erfc(−x/√2)",
        DerivativeFormula = "erfc(−x/√2)/2 + x·e^(−x²/2)/√(2π)",
        Minimum = -0.16997120747990366,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.1289041451851548,
        MaxCurvature = 0.79788456080286541,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        TurningPoints = [-0.75179152469356446],
        Source = new("Hendrycks and Gimpel", 2016, "Gaussian error linear units (GELUs)"),
        Primitives = "Mul(x, Div(Add(1, Erf(Div(x, Sqrt(2)))), 2))",
        Names = new("nn.GELU", "gelu", "jax.nn.gelu(approximate=False)", "Gelu"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x), bounded = Bounded(size);
        Scaled<V> tail = Density(bounded) * V.NormalTail(bounded);
        Pair<V> rest = -tail.Unscaled;
        V above = (Pair<V>.Add(V.Constant(1), rest) * bounded).Sum;
        above = V.Select(size > V.Constant(Far), size, above);
        return V.CopySign(V.Select(x < V.Constant(0), (tail * bounded).Value, above), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V bounded = Bounded(V.Abs(x));
        // Φ(−t) − t·φ(t) for t = |x|; above 0 the derivative is 1 less that.
        Pair<V> slope = Pair<V>.Constant(-0.3989422804014327, 2.49232720227773e-17) * bounded, ratio = V.NormalTail(bounded);
        Pair<V> sum = Pair<V>.AddAny(slope, ratio.High);
        Scaled<V> below = Density(bounded) * new Pair<V>(sum.High, sum.Low + ratio.Low);
        Pair<V> rest = below.Unscaled;
        return V.Select(x < V.Constant(0), below.Value, Pair<V>.AddAny(-rest, V.Constant(1)).Sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V size) where V : struct, ILanes<V> =>
        V.Select(size > V.Constant(Far), V.Constant(Far), size);

    /// <summary>e^(−t²/2), t² exact: its rounding would be magnified.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scaled<V> Density<V>(V t) where V : struct, ILanes<V>
    {
        Pair<V> half = Pair<V>.Multiply(t, t * V.Constant(0.5));
        return V.Exp(-half.High, -half.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Gelu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes t = ForFloat.AtMost(DoubleLanes.Abs(x), 15), tail = TSeries.Exp(t * t * -0.5) * TSeries.NormalTail(t);
        // max(x, 0) − |x|·Q(|x|) on both sides of 0; the sign is for 0 and for what has vanished.
        return DoubleLanes.CopySign(DoubleLanes.FusedMultiplyAdd(-t, tail, ForFloat.AtLeast(x, 0)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Gelu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes t = ForFloat.AtMost(DoubleLanes.Abs(x), 15);
        DoubleLanes tail = TSeries.NormalTail(t), density = TSeries.Exp(t * t * -0.5);
        DoubleLanes slope = DoubleLanes.FusedMultiplyAdd(t, -0.3989422804014327, tail) * density, above = 1 - slope;
        DoubleLanes size = DoubleLanes.FusedMultiplyAdd(t, 0.3989422804014327, tail) * density;
        return new(DoubleLanes.Select(x < 0, slope, above), DoubleLanes.Select(x < 0, size, above));
    }

    public static float FloatRange(Gelu function) => NormalGate.Range;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(Gelu function, FloatLanes x) => NormalGate.Value(x);

    public static float FloatDerivativeRange(Gelu function) => NormalGate.Range;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(Gelu function, FloatLanes x) => NormalGate.Slope(x);
}
