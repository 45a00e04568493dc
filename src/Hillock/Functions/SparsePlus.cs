using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// sparse_plus(x) = 0 for x ≤ −1, x for x ≥ 1, else (x + 1)²/4; derivative sparse_sigmoid(x), so there is no kink.
/// sparse_plus(−∞) = 0, sparse_plus(±0) = ¼, sparse_plus(+∞) = +∞.
/// </summary>
internal readonly struct SparsePlus : IFunction<SparsePlus>
{
    public static string Name => "sparse_plus";
    public static SparsePlus Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Sparse plus",
        Formula = "0 for x ≤ −1, x for x ≥ 1, else (x + 1)²/4",
        DerivativeFormula = "min(max(x + 1, 0), 2)/2",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = 0.5,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Source = new("JAX (the integral of sparse_sigmoid)", 2022),
        Primitives = "Where(GreaterOrEqual(x, 1), x, Div(Mul(Max(Add(x, 1), 0), Max(Add(x, 1), 0)), 4))",
        Names = new(null, "sparse_plus", "jax.nn.sparse_plus", null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V one = V.Constant(1), half = (x + one) * V.Constant(0.5);
        return V.Select(x > -one, V.Select(x < one, half * half, x), V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        new SparseSigmoid().Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactValue(SparsePlus function, DoubleLanes x)
    {
        DoubleLanes sum = x + 1, half = sum * 0.5, y = half * half;
        // What the sum and the square lost; twice that is on the safe side.
        DoubleLanes lost = DoubleLanes.Abs(DoubleLanes.FusedMultiplyAdd(half, half, -y)) + DoubleLanes.Abs(x - (sum - 1));
        DoubleLanes inside = DoubleLanes.Abs(x) < 1;
        return new(DoubleLanes.Select(inside, y, DoubleLanes.Select(x > 0, x, 0)), DoubleLanes.Select(inside, lost * (2 / Estimate.Error), 0));
    }

    // Half a sum of which a float has 24 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactDerivative(SparsePlus function, DoubleLanes x) => new(function.Derivative(x), 0);
}
