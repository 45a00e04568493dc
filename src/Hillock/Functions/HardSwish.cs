using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// hard_swish(x) = x·min(max(x + 3, 0), 6)/6; derivative 0 for x ≤ −3, 1 for x ≥ 3, else x/3 + ½.
/// hard_swish(±0) = ±0, hard_swish(−∞) = −0, hard_swish(+∞) = +∞; nothing overflows on the way.
/// </summary>
internal readonly struct HardSwish : IFunction<HardSwish>
{
    public static string Name => "hard_swish";
    public static HardSwish Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Hard swish",
        Formula = "x·min(max(x + 3, 0), 6)/6",
        DerivativeFormula = "0 for x ≤ −3, 1 for x ≥ 3, else x/3 + ½",
        Minimum = -0.375,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.5,
        MaxCurvature = 1.0 / 3,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = [-3, 3],
        TurningPoints = [-1.5],
        Source = new("Howard, Sandler, Chu, Chen et al.", 2019, "Searching for MobileNetV3"),
        Primitives = "Mul(x, Div(Min(Max(Add(x, 3), 0), 6), 6))",
        Names = new("nn.Hardswish", "hard_swish", "jax.nn.hard_swish", "HardSwish"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V three = V.Constant(3), inner = x * ((x + three) / V.Constant(6));
        return V.Select(x > -three, V.Select(x < three, inner, x), V.Constant(-0.0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        // (2x + 3)/6 loses nothing beside its root at −1.5.
        V three = V.Constant(3), inner = (x + x + three) / V.Constant(6);
        return V.Select(x > -three, V.Select(x < three, inner, V.Constant(1)), V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(HardSwish function, DoubleLanes x) where TSeries : ISeries
    {
        // Bounded from below, so that −∞·0 does not arise.
        DoubleLanes gate = (ForFloat.Bounded(x, -3, 3) + 3) * (1.0 / 6);
        return ForFloat.AtLeast(x, float.MinValue) * gate;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(HardSwish function, DoubleLanes x) where TSeries : ISeries
    {
        // 2x + 3 loses nothing beside its root.
        DoubleLanes inner = (x + x + 3) * (1.0 / 6);
        return DoubleLanes.Select(x > -3, DoubleLanes.Select(x < 3, inner, 1), 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactValue(HardSwish function, DoubleLanes x)
    {
        DoubleLanes bounded = ForFloat.Bounded(x, -3, 3), gate = bounded + 3, product = bounded * gate, y = product * (1.0 / 6);
        // What the sum (times x), the product and the quotient lost, times 6; twice that is on the safe side. At least some bits of it, though:
        // half of a subnormal may be the very middle between two floats, and the truth is a little above.
        DoubleLanes lost = DoubleLanes.Abs((bounded - (gate - 3)) * bounded) + DoubleLanes.Abs(product) * (1.0 / (1L << 46));
        lost = lost + DoubleLanes.Abs(DoubleLanes.FusedMultiplyAdd(bounded, gate, -product));
        lost = lost + DoubleLanes.Abs(DoubleLanes.FusedMultiplyAdd(y, -6, product));
        DoubleLanes inside = x < 3;
        y = DoubleLanes.Select(inside, DoubleLanes.CopySign(y, x), x);
        return new(y, DoubleLanes.Select(inside, lost * (2 / (6 * Estimate.Error)), 0));
    }

    // As in hard_sigmoid, rounding the quotient twice does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactDerivative(HardSwish function, DoubleLanes x) => new(function.Derivative(x), 0);

    public static float FloatRange(HardSwish function) => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(HardSwish function, FloatLanes x) => InFloats.Sixth(InFloats.AtMost(InFloats.AtLeast(x + 3, 0), 6)) * x;

    public static float FloatDerivativeRange(HardSwish function) => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(HardSwish function, FloatLanes x)
    {
        // (2x + 3)/6 with what the sum lost.
        FloatLanes twice = x + x, sum = twice + 3, inner = InFloats.Sixth(sum, twice - (sum - 3));
        return FloatLanes.Select(x > -3, FloatLanes.Select(x < 3, inner, 1), 0);
    }
}
