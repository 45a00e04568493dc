using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// hard_tanh(x) = min(max(x, min), max); derivative 1 for min &lt; x &lt; max, else 0, both kinks included.
/// hard_tanh(±0) = ±0 where 0 lies between; ±∞ give min and max.
/// </summary>
internal readonly struct HardTanh(double min, double max) : IFunction<HardTanh>
{
    public static string Name => "hard_tanh";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("min", -1, -float.MaxValue, float.MaxValue, "the smallest value"),
        new("max", 1, -float.MaxValue, float.MaxValue, "the largest value"),
    ];

    public static HardTanh Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public static string? Refuse(ReadOnlySpan<double> parameters) =>
        (float)parameters[0] < (float)parameters[1] ? null : string.Create(CultureInfo.InvariantCulture, $"min = {parameters[0]:R} must be below max = {parameters[1]:R}");

    public FunctionFacts Facts => new()
    {
        Title = "Hard tanh (clip)",
        Formula = "min(max(x, min), max)",
        DerivativeFormula = "1 for min < x < max, else 0",
        Minimum = min,
        Maximum = max,
        MaxSlope = 1,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Saturating, min),
        UpperTail = new(TailKind.Saturating, max),
        Kinks = [min, max],
        ZeroCentred = min == -max,
        Source = new("Collobert", 2004, "Large scale machine learning"),
        Primitives = "Min(Max(x, min), max)",
        Names = new("nn.Hardtanh", "hard_tanh", "jax.nn.hard_tanh", "Clip"),
    };

    public (double Clear, double Set)? Slopes => (0, 1);
    public double? OutputError => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x < V.Constant(min), V.Constant(min), V.Select(x > V.Constant(max), V.Constant(max), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(min), V.Select(x < V.Constant(max), V.Constant(1), V.Constant(0)), V.Constant(0));
}
