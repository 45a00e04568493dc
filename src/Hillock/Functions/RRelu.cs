using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// rrelu(x) = x for x &gt; 0, else slope·x with slope = (lower + upper)/2: the form for evaluation; <see cref="RReluTraining"/> draws a
/// slope for every element. Derivative 1 for x &gt; 0, else slope, the kink at 0 included. rrelu(−0) = −0 for a positive slope; ±∞ give
/// the limits.
/// </summary>
internal readonly struct RRelu(double lower, double upper) : IFunction<RRelu>
{
    public static string Name => "rrelu";

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("lower", 1.0 / 8, -float.MaxValue, float.MaxValue, "the smallest slope drawn in training"),
        new("upper", 1.0 / 3, -float.MaxValue, float.MaxValue, "the largest slope drawn in training"),
    ];

    public static RRelu Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public static string? Refuse(ReadOnlySpan<double> parameters) =>
        parameters[0] > parameters[1] ? string.Create(CultureInfo.InvariantCulture, $"lower = {parameters[0]:R} must not be above upper = {parameters[1]:R}") : null;

    public FunctionFacts Facts => new()
    {
        Title = "Randomised leaky rectified linear unit",
        Formula = "x for x > 0, else (lower + upper)/2·x",
        DerivativeFormula = "1 for x > 0, else (lower + upper)/2",
        Minimum = Mean > 0 ? double.NegativeInfinity : 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = Math.Max(1, Math.Abs(Mean)),
        MaxCurvature = 0,
        LowerTail = new LeakyRelu(Mean).Facts.LowerTail,
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = Mean == 1 ? [] : [0],
        TurningPoints = Mean < 0 ? [0] : [],
        Source = new("Xu, Wang, Chen and Li", 2015, "Empirical evaluation of rectified activations in convolutional network"),
        Primitives = "Add(Max(x, 0), Mul(Div(Add(lower, upper), 2), Min(x, 0)))",
        Names = new("nn.RReLU", null, null, null),
    };

    public (double Clear, double Set)? Slopes => (Mean, 1);
    public double? OutputError => Mean >= 0 ? 0 : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        new LeakyRelu(Mean).Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        new LeakyRelu(Mean).Derivative(x);

    private double Mean => lower / 2 + upper / 2;

    // A product of 24 and 25 bits is exact in double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactValue(RRelu function, DoubleLanes x) =>
        new(function.Value(x), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactDerivative(RRelu function, DoubleLanes x) =>
        new(function.Derivative(x), 0);

    public static float FloatRange(RRelu function) => float.PositiveInfinity;

    // The mean of two floats is none, as a rule: the product with what it lost, rounded once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(RRelu function, FloatLanes x)
    {
        float slope = (float)function.Mean;
        FloatLanes below = FloatLanes.FusedMultiplyAdd(x, slope, x * (float)(function.Mean - slope));
        return FloatLanes.Select(x > 0, x, below);
    }

    public static float FloatDerivativeRange(RRelu function) => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(RRelu function, FloatLanes x) => FloatLanes.Select(x > 0, 1, (float)function.Mean);
}
