using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// celu(x) = x for x &gt; 0, else alpha·(e^(x/alpha) − 1); derivative 1 for x &gt; 0, else e^(x/alpha), so there is no kink.
/// celu(±0) = ±0, celu(−∞) = −alpha (−∞ for alpha &lt; 0), celu(+∞) = +∞.
/// </summary>
internal readonly struct Celu(double alpha) : IFunction<Celu>
{
    private readonly double _alpha = alpha;

    public static string Name => "celu";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("alpha", 1, -float.MaxValue, float.MaxValue, "minus the limit at −∞; not 0") { NotZero = true }];

    public static Celu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Continuously differentiable exponential linear unit",
        Formula = "x for x > 0, else alpha·(e^(x/alpha) − 1)",
        DerivativeFormula = "1 for x > 0, else e^(x/alpha)",
        Minimum = _alpha > 0 ? -_alpha : double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = _alpha > 0 ? 1 : double.PositiveInfinity,
        MaxCurvature = _alpha > 0 ? 1 / _alpha : double.PositiveInfinity,
        LowerTail = _alpha > 0 ? new(TailKind.Saturating, -_alpha) : new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Source = new("Barron", 2017, "Continuously differentiable exponential linear units"),
        Primitives = "Add(Max(x, 0), Min(0, Mul(alpha, Sub(Exp(Div(x, alpha)), 1))))",
        Names = new("nn.CELU", "celu", "jax.nn.celu", "Celu"),
    };

    // Absolutely: near −alpha the form from the output cancels.
    public double? OutputError => _alpha > 0 ? Math.ScaleB(1, -23) : null;

    /// <summary>1 for y &gt; 0, else y/alpha + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Celu function, V y) where V : struct, ILanes<V> =>
        V.Select(y > V.Constant(0), V.Constant(1), y / V.Constant(function._alpha) + V.Constant(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Quotient(x);
        V y = (V.Expm1(z.High, z.Low) * V.Constant(_alpha)).Sum;
        // e^z − 1 is e^z beyond 60, which only a negative alpha reaches for x < 0.
        if (_alpha < 0) y = V.Select(z.High > V.Constant(60), (V.Exp(z.High, z.Low) * V.Constant(_alpha)).Value, y);
        // So near 0 the quotient may be subnormal.
        y = V.Select(V.Abs(z.High) < V.Constant(1e-20), x, y);
        return V.CopySign(V.Select(x > V.Constant(0), x, y), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Quotient(x);
        return V.Select(x > V.Constant(0), V.Constant(1), V.Exp(z.High, z.Low).Value);
    }

    /// <summary>x/alpha; what it lost does not matter beyond 2^20 and would be NaN at ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Pair<V> Quotient<V>(V x) where V : struct, ILanes<V>
    {
        V divisor = V.Constant(_alpha), z = x / divisor, rest = V.FusedMultiplyAdd(-z, divisor, x) / divisor;
        return new(z, V.Select(V.Abs(z) < V.Constant(1 << 20), rest, V.Constant(0)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Celu function, DoubleLanes x) where TSeries : ISeries
    {
        if (function._alpha < 0) return function.ValueOfNegative(x);
        // A quotient that is too small for e^z − 1 to differ from it is x/alpha, which alpha undoes.
        DoubleLanes y = TSeries.Expm1(ForFloat.Bounded(x * (1 / function._alpha), -50, 0)) * function._alpha;
        return DoubleLanes.Select(x > 0, x, DoubleLanes.CopySign(y, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Celu function, DoubleLanes x) where TSeries : ISeries
    {
        if (function._alpha < 0) return function.DerivativeOfNegative(x);
        return TSeries.Exp(ForFloat.Bounded(x * (1 / function._alpha), -ForFloat.Bound, 0));
    }

    // Calls of their own: inlined beside the usual alpha, they would be too much for the JIT.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private DoubleLanes ValueOfNegative(DoubleLanes x) => Value(x);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private DoubleLanes DerivativeOfNegative(DoubleLanes x) => Derivative(x);

    public static float FloatDerivativeRange(Celu function) => function._alpha == 1 ? InFloats.Range : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(Celu function, FloatLanes x) => FloatLanes.Select(x > 0, 1, InFloats.Exp(InFloats.AtMost(x, 0)));
}
