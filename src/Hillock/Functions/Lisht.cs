using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// lisht(x) = x·tanh x; derivative tanh x + x·(1 − tanh² x). lisht(±0) = 0, lisht(±∞) = +∞; no kink.
/// </summary>
internal readonly struct Lisht : IFunction<Lisht>
{
    // tanh is 1 to the last bit and its derivative 0 beside it.
    private const double Far = 60;

    public static string Name => "lisht";
    public static Lisht Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Linearly scaled hyperbolic tangent",
        Formula = "x·tanh x",
        DerivativeFormula = "tanh x + x·(1 − tanh² x)",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1.1996786402577339,
        MaxCurvature = 2,
        LowerTail = new(TailKind.None, double.PositiveInfinity),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        TurningPoints = [0],
        Source = new("Roy, Manna, Dubey and Chaudhuri", 2019,
            "LiSHT: Non-parametric linearly scaled hyperbolic tangent activation function for neural networks"),
        Primitives = "Mul(x, Tanh(x))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x), bounded = V.Select(size > V.Constant(Far), V.Constant(Far), size);
        return V.Select(size > V.Constant(Far), size, (Hyperbolic.Tanh(bounded, V.Constant(0)) * bounded).Sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x), bounded = V.Select(size > V.Constant(Far), V.Constant(Far), size);
        Pair<V> rest = (Hyperbolic.SechSquared(bounded, V.Constant(0)) * bounded).Unscaled, t = Outlined.Of<TanhOf<V>, V, Pair<V>>(bounded);
        Pair<V> sum = Pair<V>.AddAny(t, rest.High);
        return V.CopySign(sum.High + (sum.Low + rest.Low), x);
    }

    private readonly struct TanhOf<V> : IPiece<V, Pair<V>> where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pair<V> Of(V x) => Hyperbolic.Tanh(x, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Lisht function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.Abs(x) * ForFloat.Tanh<TSeries>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Lisht function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = ForFloat.AtMost(DoubleLanes.Abs(x), 60);
        DoubleLanes d = ForFloat.Tanh<TSeries>(bounded) + 4 * bounded * ForFloat.SigmoidSlope<TSeries>(bounded + bounded);
        return DoubleLanes.CopySign(d, x);
    }
}
