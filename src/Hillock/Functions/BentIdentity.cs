using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// bent_identity(x) = (√(x² + 1) − 1)/2 + x, near 0 as x²/(2(√(x² + 1) + 1)) + x; derivative x/(2√(x² + 1)) + 1.
/// bent_identity(±0) = ±0; ±∞ are returned; no kink.
/// </summary>
internal readonly struct BentIdentity : IFunction<BentIdentity>
{
    private const double Far = 1e18;

    public static string Name => "bent_identity";
    public static BentIdentity Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Bent identity",
        Formula = "(√(x² + 1) − 1)/2 + x",
        DerivativeFormula = "x/(2√(x² + 1)) + 1",
        Minimum = double.NegativeInfinity,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.5,
        MaxCurvature = 0.5,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Source = new("unpublished"),
        Primitives = "Add(Div(Sub(Sqrt(Add(Mul(x, x), 1)), 1), 2), x)",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V one = V.Constant(1), half = V.Constant(0.5), size = V.Abs(x), square = x * x, root = V.Sqrt(V.FusedMultiplyAdd(x, x, one));
        V bend = V.Select(size < one, square * half / (root + one), (root - one) * half);
        // Far out the 1 is nothing, and at −∞ the sum would be ∞ − ∞.
        V far = V.Select(x > V.Constant(0), V.Constant(1.5), half) * x;
        return V.CopySign(V.Select(size > V.Constant(Far), far, x + bend), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x), bounded = V.CopySign(V.Select(size > V.Constant(Far), V.Constant(Far), size), x);
        V root = V.Sqrt(V.FusedMultiplyAdd(bounded, bounded, V.Constant(1)));
        return V.FusedMultiplyAdd(V.Constant(0.5), bounded / root, V.Constant(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(BentIdentity function, DoubleLanes x) where TSeries : ISeries
    {
        // x²/(2(√(x² + 1) + 1)) + x. Far out 1.5x − ½ is what is left; where ½ is lost beside x, 1.5x may lie just between two floats, so a
        // 1 that grows with |x|, but stays below 2^-38 of it, still tells on which side of the middle the true value is.
        DoubleLanes size = ForFloat.AtMost(DoubleLanes.Abs(x), 1e100), square = size * size, root = DoubleLanes.Sqrt(square + 1);
        DoubleLanes one = ForFloat.AtLeast(size * (1.0 / (1L << 38)), 1);
        return DoubleLanes.CopySign(x + square * 0.5 / (root + one), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(BentIdentity function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = ForFloat.Bounded(x, -1e100, 1e100);
        DoubleLanes root = DoubleLanes.Sqrt(DoubleLanes.FusedMultiplyAdd(bounded, bounded, 1));
        return DoubleLanes.FusedMultiplyAdd(bounded / root, 0.5, 1);
    }
}
