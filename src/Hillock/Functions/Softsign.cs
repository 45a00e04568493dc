using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// softsign(x) = x/(1 + |x|); derivative 1/(1 + |x|)². softsign(±0) = ±0, softsign(±∞) = ±1; no kink.
/// </summary>
internal readonly struct Softsign : IFunction<Softsign>
{
    private const double Far = 1e30, Largest = 1e300;

    public static string Name => "softsign";
    public static Softsign Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Softsign",
        Formula = "x/(1 + |x|)",
        DerivativeFormula = "1/(1 + |x|)²",
        Minimum = -1,
        Maximum = 1,
        MaxSlope = 1,
        MaxCurvature = 2,
        LowerTail = new(TailKind.Saturating, -1),
        UpperTail = new(TailKind.Saturating, 1),
        ZeroCentred = true,
        Source = new("Bergstra, Desjardins, Lamblin and Bengio", 2009, "Quadratic polynomials learn better image features"),
        Primitives = "Div(x, Add(1, Abs(x)))",
        Names = new("nn.Softsign", "softsign", "jax.nn.soft_sign", "Softsign"),
    };

    // Absolutely: near ±1 the form from the output cancels.
    public double? OutputError => Math.ScaleB(1, -22);

    /// <summary>(1 − |y|)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Softsign function, V y) where V : struct, ILanes<V>
    {
        V rest = V.Constant(1) - V.Abs(y);
        return rest * rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x);
        // ∞/∞ is NaN, and far out 1 + |x| is |x| anyway.
        return V.Select(size > V.Constant(Far), V.CopySign(V.Constant(1), x), x / (V.Constant(1) + size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x);
        size = V.Select(size > V.Constant(Largest), V.Constant(Largest), size);
        // The reciprocal as a pair, squared: neither 1 + |x| nor its square need be exact, and nothing overflows.
        Pair<V> reciprocal = new Pair<V>(V.Constant(1), V.Constant(0)) / Pair<V>.AddAny(new(size, V.Constant(0)), V.Constant(1));
        return (reciprocal * reciprocal).Sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Softsign function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes sum = DoubleLanes.Abs(x) + 1;
        return 1 / (sum * sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Softsign function, DoubleLanes x) where TSeries : ISeries
    {
        // Far out 1 + |x| is |x|, and ∞/∞ does not arise.
        DoubleLanes size = ForFloat.AtMost(DoubleLanes.Abs(x), 1e100);
        return DoubleLanes.CopySign(size / (size + 1), x);
    }

    // The reciprocal of 1 + |x| is a normal number, and its error small enough to be made good once.
    public static float FloatRange(Softsign function) => 1L << 60;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(Softsign function, FloatLanes x)
    {
        FloatLanes size = FloatLanes.Abs(x), sum = size + 1, ofOne = sum - size, lost = size - (sum - ofOne) + (1 - ofOne);
        FloatLanes inverse = 1 / sum, quotient = x * inverse;
        // What the quotient is too large by: +0 where it is nothing, so that the sum keeps the sign of a zero.
        FloatLanes over = FloatLanes.FusedMultiplyAdd(quotient, lost, FloatLanes.FusedMultiplyAdd(quotient, sum, -x));
        return FloatLanes.FusedMultiplyAdd(-over, inverse, quotient);
    }
}
