using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// isru(x) = x/√(1 + alpha·x²); derivative (1 + alpha·x²)^(−3/2). isru(±0) = ±0, isru(±∞) = ±1/√alpha (the identity for alpha = 0);
/// no kink.
/// </summary>
internal readonly struct Isru(double alpha) : IFunction<Isru>
{
    private readonly double _alpha = alpha;

    // alpha·x² is finite up to here and beyond it the limit is reached, for every alpha that is a float.
    private const double Far = 1e134;

    public static string Name => "isru";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("alpha", 1, 0, float.MaxValue, "how soon it levels off") { Learnable = true }];

    public static Isru Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Inverse square root unit",
        Formula = "x/√(1 + alpha·x²)",
        DerivativeFormula = "(1 + alpha·x²)^(−3/2)",
        Minimum = -Limit,
        Maximum = Limit,
        MaxSlope = 1,
        MaxCurvature = 0.85865010335991920 * Math.Sqrt(_alpha),
        LowerTail = new(_alpha == 0 ? TailKind.None : TailKind.Saturating, -Limit),
        UpperTail = new(_alpha == 0 ? TailKind.None : TailKind.Saturating, Limit),
        ZeroCentred = true,
        Source = new("Carlile, Delamarter, Kinney, Marti and Whitney", 2017,
            "Improving deep learning by inverse square root linear units (ISRLUs)"),
        Primitives = "Div(x, Sqrt(Add(1, Mul(alpha, Mul(x, x)))))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        if (_alpha == 0) return x;
        V limit = V.CopySign(V.Constant(Limit), x);
        V inner = (new Pair<V>(x, V.Constant(0)) / Parts(x).Root).Sum;
        return V.CopySign(V.Select(V.Abs(x) > V.Constant(Far), limit, inner), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        if (_alpha == 0) return V.Constant(1);
        (Pair<V> square, Pair<V> root) = Parts(x);
        // Two steps: the product could overflow where its reciprocal is still a number.
        return (new Pair<V>(V.Constant(1), V.Constant(0)) / square / root).Sum;
    }

    private double Limit => 1 / Math.Sqrt(_alpha);

    /// <summary>1 + alpha·x² and its root for |x| up to <see cref="Far"/>, both as pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Pair<V> Square, Pair<V> Root) Parts<V>(V x) where V : struct, ILanes<V>
    {
        V size = V.Abs(x);
        size = V.Select(size > V.Constant(Far), V.Constant(Far), size);
        Pair<V> square = Pair<V>.AddAny(Pair<V>.Multiply(size, size) * V.Constant(_alpha), V.Constant(1));
        V root = V.Sqrt(square.High);
        V rest = (V.FusedMultiplyAdd(-root, root, square.High) + square.Low) * (V.Constant(0.5) / root);
        return (square, new(root, rest));
    }

    /// <summary>−x³/2·(1 + alpha·x²)^(−3/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V>
    {
        // As (x/√…)³/−2, which does not overflow unless the derivative itself does.
        V y = Value(x);
        return V.Constant(-0.5) * y * y * y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Isru function, DoubleLanes x) where TSeries : ISeries
    {
        // Far beyond every float the limit is reached, and ∞/∞ does not arise.
        DoubleLanes bounded = ForFloat.Bounded(x, -1e100, 1e100);
        return function._alpha == 0 ? x : bounded / DoubleLanes.Sqrt(Square(function, bounded));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Isru function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes square = Square(function, ForFloat.Bounded(x, -1e100, 1e100));
        return function._alpha == 0 ? (DoubleLanes)1 : 1 / (square * DoubleLanes.Sqrt(square));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleLanes Square(Isru function, DoubleLanes x) => DoubleLanes.FusedMultiplyAdd(x * function._alpha, x, 1);
}
