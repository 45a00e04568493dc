using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// tanh_shrink(x) = x − tanh x, near 0 by Lambert's continued fraction, so that x³/3 does not cancel; derivative tanh² x.
/// tanh_shrink(±0) = ±0, tanh_shrink(±∞) = ±∞; no kink.
/// </summary>
internal readonly struct TanhShrink : IFunction<TanhShrink>
{
    // tanh is nothing beside x.
    private const double Far = 1e18;

    public static string Name => "tanh_shrink";
    public static TanhShrink Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Tanh shrinkage",
        Formula = "x − tanh x",
        DerivativeFormula = "tanh² x",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = 0.76980035891950105,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        ZeroCentred = true,
        Source = new("PyTorch", 2016),
        Primitives = "Sub(x, Tanh(x))",
        Names = new("nn.Tanhshrink", "tanh_shrink", null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x), near = V.Select(size < V.Constant(1), size, V.Constant(1));
        Scaled<V> e = Logistic.Tail(size + size, V.Constant(0));
        Pair<V> twice = new(e.Unscaled.High + e.Unscaled.High, e.Unscaled.Low + e.Unscaled.Low);
        // |x| − 1 + 2e/(1 + e), e = e^−2|x|.
        Pair<V> rest = twice / Pair<V>.Add(V.Constant(1), e.Unscaled), start = Pair<V>.AddAny(new(size, V.Constant(0)), V.Constant(-1));
        Pair<V> sum = Pair<V>.AddAny(start, rest.High);
        V far = V.Select(size > V.Constant(Far), size, sum.High + (sum.Low + rest.Low));
        return V.CopySign(V.Select(size < V.Constant(1), Outlined.Of<NearZero<V>, V, V>(near), far), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> t = Hyperbolic.Tanh(V.Abs(x), V.Constant(0));
        return (t * t).Sum;
    }

    /// <summary>x³/(3 + x²/(5 + x²/(7 + …))) with eight steps, below 2^-62 for x ≤ 1, written as x³·Q/(P + x²·Q).</summary>
    private readonly struct NearZero<V> : IPiece<V, V> where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of(V x)
        {
            Pair<V> v = Pair<V>.Multiply(x, x);
            (V p, V q) = Lambert(v.High);
            Pair<V> numerator = v * q;
            return (numerator / Pair<V>.Add(p, numerator) * x).Sum;
        }
    }

    /// <summary>P and Q for x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V P, V Q) Lambert<V>(V square) where V : struct, ILanes<V>
    {
        V p = V.FusedMultiplyAdd(square, V.Constant(55), V.Constant(25740));
        p = V.FusedMultiplyAdd(p, square, V.Constant(2837835));
        p = V.FusedMultiplyAdd(p, square, V.Constant(91891800));
        p = V.FusedMultiplyAdd(p, square, V.Constant(654729075));
        V q = square + V.Constant(1430);
        q = V.FusedMultiplyAdd(q, square, V.Constant(289575));
        q = V.FusedMultiplyAdd(q, square, V.Constant(16081065));
        return (p, V.FusedMultiplyAdd(q, square, V.Constant(218243025)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(TanhShrink function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes size = DoubleLanes.Abs(x), near = ForFloat.AtMost(size, 1), square = near * near;
        (DoubleLanes p, DoubleLanes q) = Lambert(square);
        DoubleLanes rest = square * q, e = TSeries.Exp(ForFloat.AtMost(size, 150) * -2);
        // From 2^24 on x − 1 may lie just between two floats; below 2^-40 of x, what is left of 1 − tanh x still tells that the true value
        // is above.
        DoubleLanes above = DoubleLanes.Select(size > 30, size * (1.0 / (1L << 40)), e + e);
        DoubleLanes isNear = size < 1;
        DoubleLanes numerator = DoubleLanes.Select(isNear, rest * near, above), denominator = DoubleLanes.Select(isNear, p + rest, e + 1);
        return DoubleLanes.CopySign(DoubleLanes.Select(isNear, 0, size - 1) + numerator / denominator, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(TanhShrink function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes t = ForFloat.Tanh<TSeries>(x);
        return t * t;
    }
}
