using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// quick_gelu(x) = x·s(1.702·x), s being the sigmoid: silu with the slope that comes nearest to gelu; derivative s + 1.702·x·s·(1 − s).
/// quick_gelu(−∞) = −0, quick_gelu(±0) = ±0, quick_gelu(+∞) = +∞; no kink.
/// </summary>
internal readonly struct QuickGelu : IFunction<QuickGelu>
{
    public static string Name => "quick_gelu";
    public static QuickGelu Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Gaussian error linear unit, sigmoid form",
        Formula = "x/(1 + e^(−1.702·x))",
        DerivativeFormula = "s + 1.702·x·s·(1 − s), s = 1/(1 + e^(−1.702·x))",
        Minimum = -0.2784645427610738 / 1.702,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.0998393201288669,
        MaxCurvature = 1.702 / 2,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        TurningPoints = [-1.2784645427610738 / 1.702],
        Source = new("Hendrycks and Gimpel", 2016, "Gaussian error linear units (GELUs)"),
        Primitives = "Mul(x, Sigmoid(Mul(1.702, x)))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Argument(x);
        return Gated.Value(x, z.High, z.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Argument(x);
        return Gated.Slope(z.High, z.Low, z);
    }

    // 1.702 is not a double: its nearest one, and the rest that the exponential would magnify.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<V> Argument<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(x, V.Constant(1.702));
        return new(z.High, V.FusedMultiplyAdd(V.Select(V.Abs(z.High) < V.Constant(1000), x, V.Constant(0)), V.Constant(4.263256414560601e-17), z.Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(QuickGelu function, DoubleLanes x) where TSeries : ISeries =>
        ForFloat.Gate<TSeries>(x, x * 1.702);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(QuickGelu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes z = x * 1.702;
        return ForFloat.GateSlope<TSeries>(z, z);
    }

    public static float FloatRange(QuickGelu function) => 51;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(QuickGelu function, FloatLanes x)
    {
        FloatLanes minus = x * -1.702f, lost = FloatLanes.FusedMultiplyAdd(x, 1.702f, minus);
        return InFloats.Gate(x, minus, FloatLanes.FusedMultiplyAdd(x, (float)(1.702f - 1.702), -lost));
    }
}
