using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// JAX's leaky_relu: leaky_relu with the derivative at 0 from the right, 1. ±∞ give the limits.
/// </summary>
internal readonly struct JaxLeakyRelu(double slope) : IFunction<JaxLeakyRelu>
{
    public static string Name => "jax:leaky_relu";
    public static bool RoundsOnce => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("slope", 0.01, -float.MaxValue, float.MaxValue, "the derivative for x < 0") { Learnable = true }];

    public static JaxLeakyRelu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Leaky rectified linear unit of JAX",
        Formula = "x for x ≥ 0, else slope·x",
        DerivativeFormula = "1 for x ≥ 0, else slope",
        Minimum = new LeakyRelu(slope).Facts.Minimum,
        Maximum = double.PositiveInfinity,
        MaxSlope = Math.Max(1, Math.Abs(slope)),
        MaxCurvature = 0,
        LowerTail = new LeakyRelu(slope).Facts.LowerTail,
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = slope == 1 ? [] : [0],
        TurningPoints = slope < 0 ? [0] : [],
        Source = new("jax.nn.leaky_relu"),
        Primitives = "Where(GreaterOrEqual(x, 0), x, Mul(slope, x))",
        Names = new(null, null, "jax.nn.leaky_relu", null),
    };

    // slope·x may underflow to −0, which as an output counts as x ≥ 0.
    public (double Clear, double Set)? Slopes => (slope, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x >= V.Constant(0), x, new LeakyRelu(slope).Value(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x >= V.Constant(0), V.Constant(1), V.Constant(slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V> => new LeakyRelu(slope).ParameterDerivative(parameter, x);
}
