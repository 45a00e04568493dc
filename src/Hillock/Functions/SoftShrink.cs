using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// soft_shrink(x) = x − lambda for x &gt; lambda, x + lambda for x &lt; −lambda, else 0 with the sign of x; derivative 1 for |x| &gt;
/// lambda, else 0, the kinks at ±lambda included. soft_shrink(±0) = ±0; ±∞ are returned.
/// </summary>
internal readonly struct SoftShrink(double lambda) : IFunction<SoftShrink>
{
    public static string Name => "soft_shrink";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("lambda", 0.5, 0, float.MaxValue, "how far every value is drawn towards 0")];

    public static SoftShrink Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Soft shrinkage",
        Formula = "x − lambda·sign x for |x| > lambda, else 0",
        DerivativeFormula = "1 for |x| > lambda, else 0",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = lambda == 0 ? [] : [-lambda, lambda],
        ZeroCentred = true,
        Source = new("Donoho and Johnstone", 1994, "Ideal spatial adaptation by wavelet shrinkage"),
        Primitives = "Mul(Sign(x), Max(Sub(Abs(x), lambda), 0))",
        Names = new("nn.Softshrink", "soft_shrink", null, null),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(SoftShrink function, V y) where V : struct, ILanes<V> =>
        V.Select(V.Abs(y) > V.Constant(0), V.Constant(1), V.Constant(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x), rest = size - V.Constant(lambda);
        return V.CopySign(V.Select(size <= V.Constant(lambda), V.Constant(0), rest), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(V.Abs(x) > V.Constant(lambda), V.Constant(1), V.Constant(0));
}
