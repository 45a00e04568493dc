using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// prelu(x) = x for x &gt; 0, else slope·x, the slope being learnt; derivative 1 for x &gt; 0, else slope, the kink at 0 included.
/// ∂prelu/∂slope = 0 for x &gt; 0, else x. prelu(−0) = −0 for a positive slope; ±∞ give the limits.
/// </summary>
internal readonly struct PRelu(double slope) : IFunction<PRelu>
{
    public static string Name => "prelu";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("slope", 0.25, -float.MaxValue, float.MaxValue, "the derivative for x ≤ 0") { Learnable = true }];

    public static PRelu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Parametric rectified linear unit",
        Formula = "x for x > 0, else slope·x",
        DerivativeFormula = "1 for x > 0, else slope",
        Minimum = slope > 0 ? double.NegativeInfinity : 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = Math.Max(1, Math.Abs(slope)),
        MaxCurvature = 0,
        LowerTail = new LeakyRelu(slope).Facts.LowerTail,
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = slope == 1 ? [] : [0],
        TurningPoints = slope < 0 ? [0] : [],
        Source = new("He, Zhang, Ren and Sun", 2015,
            "Delving deep into rectifiers: Surpassing human-level performance on ImageNet classification"),
        Primitives = "Add(Max(x, 0), Mul(slope, Min(x, 0)))",
        Names = new("nn.PReLU", null, null, "PRelu"),
    };

    public (double Clear, double Set)? Slopes => (slope, 1);
    public double? OutputError => slope >= 0 ? 0 : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        new LeakyRelu(slope).Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        new LeakyRelu(slope).Derivative(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V> => new LeakyRelu(slope).ParameterDerivative(parameter, x);
}
