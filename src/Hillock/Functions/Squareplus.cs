using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// squareplus(x) = (x + √(x² + b))/2, for x &lt; 0 as (b/2)/(|x| + √(x² + b)), which does not cancel; derivative (1 + x/√(x² + b))/2
/// likewise. squareplus(−∞) = 0, squareplus(±0) = √b/2, squareplus(+∞) = +∞; no kink unless b = 0, which is relu.
/// </summary>
internal readonly struct Squareplus(double b) : IFunction<Squareplus>
{
    private readonly double _b = b;

    // Beyond this x² overflows and b is nothing beside it.
    private const double Far = 1e150;

    public static string Name => "squareplus";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("b", 4, 0, float.MaxValue, "how wide the bend is")];

    public static Squareplus Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Squareplus",
        Formula = "(x + √(x² + b))/2",
        DerivativeFormula = "(1 + x/√(x² + b))/2",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = _b == 0 ? 0 : 0.5 / Math.Sqrt(_b),
        LowerTail = new(_b == 0 ? TailKind.Off : TailKind.Saturating, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = _b == 0 ? [0] : [],
        Source = new("Barron", 2021, "Squareplus: A softplus-like algebraic rectifier"),
        Primitives = "Div(Add(x, Sqrt(Add(Mul(x, x), b))), 2)",
        Names = new(null, "squareplus", "jax.nn.squareplus", null),
    };

    public (double Clear, double Set)? Slopes => _b == 0 ? (0, 1) : null;

    // Far below 0 the derivative goes as y²: what y lost by rounding counts twice, up to 2.5 ulp in all. So the input is kept unless the
    // output is asked for.
    public double? OutputError => _b == 0 ? 0 : Math.ScaleB(1, -23);

    /// <summary>y²/(y² + b/4), as 1/(1 + b/(4y²)) so that no square overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Squareplus function, V y) where V : struct, ILanes<V> => function._b == 0
        ? function.Derivative(y)
        : V.Constant(1) / (V.Constant(1) + V.Constant(function._b / 4) / y / y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        if (_b == 0) return new Relu().Value(x);
        V size = V.Abs(x), negative = x < V.Constant(0);
        Pair<V> sum = Pair<V>.AddAny(Parts(size).Root, size);
        V y = V.Select(negative, (new Pair<V>(V.Constant(_b / 2), V.Constant(0)) / sum).Sum, V.Constant(0.5) * sum.Sum);
        return V.Select(size > V.Constant(Far), V.Select(negative, V.Constant(_b / 4) / size, x), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        if (_b == 0) return new Relu().Derivative(x);
        V size = V.Abs(x);
        (Pair<V> square, Pair<V> root) = Parts(size);
        // √(x² + b)·(√(x² + b) + |x|) = x² + b + |x|·√(x² + b).
        Pair<V> sum = Pair<V>.AddAny(square, size * root.High);
        V small = V.Constant(_b / 2) / (sum.High + V.FusedMultiplyAdd(size, root.Low, sum.Low));
        small = V.Select(size > V.Constant(Far), V.Constant(_b / 4) / size / size, small);
        return V.Select(x < V.Constant(0), small, V.Constant(1) - small);
    }

    /// <summary>x² + b and its root, which gets back what it lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Pair<V> Square, Pair<V> Root) Parts<V>(V size) where V : struct, ILanes<V>
    {
        Pair<V> square = Pair<V>.AddAny(Pair<V>.Multiply(size, size), V.Constant(_b));
        V root = V.Sqrt(square.High);
        V lost = (V.FusedMultiplyAdd(-root, root, square.High) + square.Low) * (V.Constant(0.5) / root);
        return (square, new(root, lost));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Squareplus function, DoubleLanes x) where TSeries : ISeries
    {
        if (function._b == 0) return new Relu().Value(x);
        DoubleLanes size = DoubleLanes.Abs(x), sum = size + DoubleLanes.Sqrt(DoubleLanes.FusedMultiplyAdd(size, size, function._b));
        return DoubleLanes.Select(x < 0, function._b / 2 / sum, sum * 0.5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Squareplus function, DoubleLanes x) where TSeries : ISeries
    {
        if (function._b == 0) return new Relu().Derivative(x);
        DoubleLanes size = DoubleLanes.Abs(x), root = DoubleLanes.Sqrt(DoubleLanes.FusedMultiplyAdd(size, size, function._b));
        DoubleLanes small = function._b / 2 / (root * (root + size));
        return DoubleLanes.Select(x < 0, small, 1 - small);
    }
}
