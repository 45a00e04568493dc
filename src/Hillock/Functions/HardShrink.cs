using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// hard_shrink(x) = x for |x| &gt; lambda, else 0 with the sign of x; derivative 1 for |x| &gt; lambda, else 0, the jumps at ±lambda
/// included. hard_shrink(±0) = ±0; ±∞ are returned.
/// </summary>
internal readonly struct HardShrink(double lambda) : IFunction<HardShrink>
{
    public static string Name => "hard_shrink";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("lambda", 0.5, 0, float.MaxValue, "half the width of the part that becomes 0")];

    public static HardShrink Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Hard shrinkage",
        Formula = "x for |x| > lambda, else 0",
        DerivativeFormula = "1 for |x| > lambda, else 0",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = lambda == 0 ? 1 : double.PositiveInfinity,
        MaxCurvature = 0,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = lambda == 0 ? [] : [-lambda, lambda],
        ZeroCentred = true,
        Source = new("Donoho and Johnstone", 1994, "Ideal spatial adaptation by wavelet shrinkage"),
        Primitives = "Where(Greater(Abs(x), lambda), x, 0)",
        Names = new("nn.Hardshrink", "hard_shrink", null, null),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(V.Abs(x) <= V.Constant(lambda), V.CopySign(V.Constant(0), x), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(V.Abs(x) > V.Constant(lambda), V.Constant(1), V.Constant(0));
}
