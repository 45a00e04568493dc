using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// shrink(x) = x − bias for x &gt; lambda, x + bias for x &lt; −lambda, else 0 with the sign of x; derivative 1 for |x| &gt; lambda, else
/// 0, the jumps at ±lambda included. shrink(±0) = ±0; ±∞ are returned.
/// </summary>
internal readonly struct Shrink(double lambda, double bias) : IFunction<Shrink>
{
    public static string Name => "shrink";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("lambda", 0.5, 0, float.MaxValue, "half the width of the part that becomes 0"),
        new("bias", 0, -float.MaxValue, float.MaxValue, "how far the rest is drawn towards 0"),
    ];

    public static Shrink Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public FunctionFacts Facts => new()
    {
        Title = "Shrinkage",
        Formula = "x − bias·sign x for |x| > lambda, else 0",
        DerivativeFormula = "1 for |x| > lambda, else 0",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = lambda == bias ? 1 : double.PositiveInfinity,
        MaxCurvature = 0,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = lambda == 0 && bias == 0 ? [] : [-lambda, lambda],
        TurningPoints = bias > lambda ? [-lambda, lambda] : [],
        ZeroCentred = true,
        Source = new("Donoho and Johnstone", 1994, "Ideal spatial adaptation by wavelet shrinkage"),
        Primitives = "Where(Greater(Abs(x), lambda), Sub(x, Mul(bias, Sign(x))), 0)",
        Names = new(null, null, null, "Shrink"),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => bias == 0 ? 0 : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V towards = V.CopySign(V.Constant(bias), x), shifted = bias < 0 ? x + towards : x - towards;
        return V.Select(V.Abs(x) <= V.Constant(lambda), V.CopySign(V.Constant(0), x), shifted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(V.Abs(x) > V.Constant(lambda), V.Constant(1), V.Constant(0));
}
