using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// leaky_relu(x) = x for x &gt; 0, else slope·x; derivative 1 for x &gt; 0, else slope, the kink at 0 included.
/// leaky_relu(−0) = −0 for a positive slope; ±∞ give the limits.
/// </summary>
internal readonly struct LeakyRelu(double slope) : IFunction<LeakyRelu>
{
    public static string Name => "leaky_relu";
    public static bool RoundsOnce => true;
    public static bool ValueKeepsNaN => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("slope", 0.01, -float.MaxValue, float.MaxValue, "the derivative for x ≤ 0") { Learnable = true }];

    public static LeakyRelu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Leaky rectified linear unit",
        Formula = "x for x > 0, else slope·x",
        DerivativeFormula = "1 for x > 0, else slope",
        Minimum = slope > 0 ? double.NegativeInfinity : 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = Math.Max(1, Math.Abs(slope)),
        MaxCurvature = 0,
        LowerTail = slope == 0 ? new(TailKind.Off, 0) : new(TailKind.None, slope > 0 ? double.NegativeInfinity : double.PositiveInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = slope == 1 ? [] : [0],
        TurningPoints = slope < 0 ? [0] : [],
        Source = new("Maas, Hannun and Ng", 2013, "Rectifier nonlinearities improve neural network acoustic models"),
        Primitives = "Add(Max(x, 0), Mul(slope, Min(x, 0)))",
        Names = new("nn.LeakyReLU", "leaky_relu", "jax.nn.leaky_relu", "LeakyRelu"),
    };

    public (double Clear, double Set)? Slopes => (slope, 1);
    public double? OutputError => slope >= 0 ? 0 : null;

    // A slope of 0 must not make NaN of −∞·0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x <= V.Constant(0), slope == 0 ? V.Constant(0) : x * V.Constant(slope), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> => V.Select(x > V.Constant(0), V.Constant(1), V.Constant(slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V> => V.Select(x > V.Constant(0), V.Constant(0), x);
}
