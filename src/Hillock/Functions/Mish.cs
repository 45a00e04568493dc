using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// mish(x) = x·tanh(ln(1 + e^x)) = x·w(w + 2)/(w(w + 2) + 2) with w = e^x; for x ≥ 0 the fraction is divided through by w², so only
/// e^−|x| is needed. Derivative w·(4(x + 1) + (4x + 6)w + 4w² + w³)/(2 + 2w + w²)² likewise.
/// mish(−∞) = −0, mish(±0) = ±0, mish(+∞) = +∞; no kink.
/// </summary>
internal readonly struct Mish : IFunction<Mish>
{
    // mish is x above to the last bit, and −0 below once e^x has vanished.
    private const double Far = 800;

    public static string Name => "mish";
    public static Mish Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Mish",
        Formula = "x·tanh(ln(1 + e^x))",
        DerivativeFormula = "w·(4(x + 1) + (4x + 6)w + 4w² + w³)/(2 + 2w + w²)², w = e^x",
        Minimum = -0.30884341301725043,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.0884981612517279,
        MaxCurvature = 0.644204637,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        TurningPoints = [-1.1924312145154952],
        Source = new("Misra", 2019, "Mish: A self regularized non-monotonic activation function"),
        Primitives = "Mul(x, Tanh(Softplus(x)))",
        Names = new("nn.Mish", "mish", "jax.nn.mish", "Mish"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V one = V.Constant(1), zero = V.Constant(0), negative = x < zero;
        Scaled<V> e = Logistic.Tail(x, zero);
        (Pair<V> factor, Pair<V> whole) = Outlined.Of<Parts<V>, (Pair<V>, V), (Pair<V>, Pair<V>)>((e.Unscaled, negative));
        // The numerator is e·(2 + e) for x < 0 and 1 + 2e above.
        Pair<V> numerator = Pair<V>.Select(negative, e.Pair * factor, factor);
        V bounded = V.Select(x < V.Constant(-Far), -one, V.Select(x > V.Constant(Far), one, x));
        V y = (new Scaled<V>(numerator, V.Select(negative, e.Scale, one)) / whole * bounded).Value;
        return V.CopySign(V.Select(x > V.Constant(Far), x, y), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V one = V.Constant(1), zero = V.Constant(0), four = V.Constant(4), negative = x < zero, size = V.Abs(x);
        V bounded = V.CopySign(V.Select(size > V.Constant(Far), V.Constant(Far), size), x);
        Scaled<V> e = Logistic.Tail(x, zero);
        Pair<V> small = e.Unscaled, whole = Outlined.Of<Parts<V>, (Pair<V>, V), (Pair<V> Factor, Pair<V> Whole)>((small, negative)).Whole;
        V w = small.High, linear = V.FusedMultiplyAdd(four, bounded, V.Constant(6));
        Pair<V> shifted = Pair<V>.AddAny(new(bounded, zero), one) * four;
        // x < 0: 4(x + 1) + w(4x + 6 + w(4 + w)), the whole times w; above: 1 + w(4 + w(4x + 6 + 4(x + 1)w)).
        V inner = V.FusedMultiplyAdd(w, V.Select(negative, four + w, shifted.High), linear);
        inner = V.Select(negative, inner, V.FusedMultiplyAdd(w, inner, four));
        Pair<V> start = Pair<V>.Select(negative, shifted, new(one, zero)), product = small * inner;
        Pair<V> sum = Pair<V>.AddAny(start, product.High);
        Pair<V> numerator = new(sum.High, sum.Low + product.Low);
        numerator = Pair<V>.Select(negative, e.Pair * numerator, numerator);
        return new Scaled<V>(Pair<V>.OverSquare(numerator, whole), V.Select(negative, e.Scale, one)).Value;
    }

    /// <summary>With e = e^−|x|: 2 + e and 2 + 2e + e² for x &lt; 0, 1 + 2e and 1 + 2e + 2e² above.</summary>
    private readonly struct Parts<V> : IPiece<(Pair<V> E, V Negative), (Pair<V> Factor, Pair<V> Whole)> where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Pair<V> Factor, Pair<V> Whole) Of((Pair<V> E, V Negative) arguments)
        {
            (Pair<V> e, V negative) = arguments;
            V one = V.Constant(1), two = V.Constant(2);
            Pair<V> twice = new(e.High + e.High, e.Low + e.Low);
            Pair<V> factor = Pair<V>.Add(V.Select(negative, two, one), Pair<V>.Select(negative, e, twice));
            Pair<V> product = e * Pair<V>.Select(negative, factor, twice);
            Pair<V> whole = Pair<V>.Add(V.Select(negative, two, factor.High), product);
            return (factor, new(whole.High, whole.Low + V.Select(negative, V.Constant(0), factor.Low)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Mish function, DoubleLanes x) where TSeries : ISeries
    {
        // From 60 on mish is x, and w² is a number up to there; −FLT_MAX·e^−300 is −0 as a float.
        DoubleLanes w = TSeries.Exp(ForFloat.Bounded(x, -ForFloat.Bound, 60)), n = w * (w + 2);
        DoubleLanes finite = ForFloat.AtLeast(x, float.MinValue);
        return finite * (n / (n + 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Mish function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = ForFloat.Bounded(x, -ForFloat.Bound, 60), w = TSeries.Exp(bounded), four = 4, linear = bounded * four;
        DoubleLanes inner = DoubleLanes.FusedMultiplyAdd(w, w + four, linear + 6);
        DoubleLanes above = w * DoubleLanes.FusedMultiplyAdd(w, inner, linear + four), below = DoubleLanes.FusedMultiplyAdd(w, w + 2, 2);
        DoubleLanes inverse = 1 / (below * below), wide = DoubleLanes.Abs(linear);
        DoubleLanes size = w * DoubleLanes.FusedMultiplyAdd(w, DoubleLanes.FusedMultiplyAdd(w, w + four, wide + 6), wide + four);
        return new(above * inverse, size * inverse);
    }
}
