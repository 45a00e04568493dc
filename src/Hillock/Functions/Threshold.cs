using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// threshold(x) = x for x &gt; at, else value; derivative 1 for x &gt; at, else 0, the kink (a jump where value ≠ at) included.
/// With the defaults it is relu; ±∞ give value and +∞.
/// </summary>
internal readonly struct Threshold(double at, double value) : IFunction<Threshold>
{
    public static string Name => "threshold";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("at", 0, -float.MaxValue, float.MaxValue, "where it begins to pass x through"),
        new("value", 0, -float.MaxValue, float.MaxValue, "what it gives up to there"),
    ];

    public static Threshold Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public FunctionFacts Facts => new()
    {
        Title = "Threshold",
        Formula = "x for x > at, else value",
        DerivativeFormula = "1 for x > at, else 0",
        Minimum = Math.Min(at, value),
        Maximum = double.PositiveInfinity,
        MaxSlope = at == value ? 1 : double.PositiveInfinity,
        MaxCurvature = 0,
        LowerTail = new(value == 0 ? TailKind.Off : TailKind.Saturating, value),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = [at],
        TurningPoints = value > at ? [at] : [],
        Source = new("Torch7 and PyTorch"),
        Primitives = "Where(Greater(x, at), x, value)",
        Names = new("nn.Threshold", "threshold", null, null),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => value <= at ? 0 : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x <= V.Constant(at), V.Constant(value), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(at), V.Constant(1), V.Constant(0));
}
