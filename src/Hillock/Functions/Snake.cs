using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// snake(x) = x + sin²(a·x)/a; derivative 1 + sin(2a·x), never negative. snake(±0) = ±0; snake(±∞) = ±∞, where the derivative, which has
/// no limit, is given as its mean, 1. The bound on the error holds for |a·x| ≤ 2^20; beyond 2^50 the sine is taken as 0. No kink.
/// </summary>
internal readonly struct Snake(double a) : IFunction<Snake>
{
    private readonly double _a = a;

    private const double Far = 1e300;

    public static string Name => "snake";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("a", 1, -float.MaxValue, float.MaxValue, "the frequency; not 0") { Learnable = true, NotZero = true }];

    public static Snake Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Snake",
        Formula = "x + sin²(a·x)/a",
        DerivativeFormula = "1 + sin(2a·x)",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = 2,
        MaxCurvature = 2 * Math.Abs(_a),
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Source = new("Ziyin, Hartwig and Ueda", 2020, "Neural networks fail to learn periodic functions and how to fix it"),
        Primitives = "Add(x, Div(Mul(Sin(Mul(a, x)), Sin(Mul(a, x))), a))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Multiply(x, V.Constant(_a)), sine = V.Sin(z.High, z.Low);
        Pair<V> wave = sine * sine / new Pair<V>(V.Constant(_a), V.Constant(0)), sum = Pair<V>.AddAny(wave, x);
        // In an infinite sum the rest would be NaN.
        return V.CopySign(V.Select(V.Abs(x) > V.Constant(Far), x, sum.Sum), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Multiply(x, V.Constant(2 * _a));
        return Pair<V>.AddAny(V.Sin(z.High, z.Low), V.Constant(1)).Sum;
    }

    /// <summary>x·sin(2a·x)/a − sin²(a·x)/a².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V>
    {
        Pair<V> once = Pair<V>.Multiply(x, V.Constant(_a)), twice = Pair<V>.Multiply(x, V.Constant(2 * _a));
        V sine = V.Sin(once.High, once.Low).Sum, both = V.Sin(twice.High, twice.Low).Sum, inverse = V.Constant(1 / _a);
        V first = V.Select(V.Abs(x) > V.Constant(Far), V.Constant(0), x * both * inverse);
        return first - sine * inverse * (sine * inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Snake function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes sine = TSeries.Sin(Sine.Reduce(x * function._a, 0, out _)), wave = sine * sine * (1 / function._a);
        return new(DoubleLanes.CopySign(x + wave, x), DoubleLanes.Abs(x) + DoubleLanes.Abs(wave));
    }

    /// <summary>As 2·sin²(a·x + π/4), which keeps its precision at its roots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Snake function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes sine = DoubleLanes.Abs(TSeries.Sin(Sine.Reduce(x * function._a, 0.25, out DoubleLanes k)));
        // k·π is known to |k|·2^-109 or so.
        DoubleLanes twice = sine + sine, size = DoubleLanes.FusedMultiplyAdd(DoubleLanes.Abs(k), 1.0 / (1L << 60), sine);
        return new(sine * twice, size * twice);
    }
}
