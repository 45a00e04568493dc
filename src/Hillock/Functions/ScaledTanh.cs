using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// scaled_tanh(x) = a·tanh(b·x); derivative a·b·(1 − tanh²(b·x)), which is not 0 in the tails. With the defaults scaled_tanh(±1) = ±1
/// nearly. scaled_tanh(±0) = ±0, scaled_tanh(±∞) = ±a; no kink.
/// </summary>
internal readonly struct ScaledTanh(double a, double b) : IFunction<ScaledTanh>
{
    private readonly double _a = a;
    private readonly double _b = b;

    private const double Tiny = 1e-250;

    public static string Name => "scaled_tanh";

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("a", 1.7159, float.Epsilon, float.MaxValue, "the limit") { Learnable = true },
        new("b", 2.0 / 3, float.Epsilon, float.MaxValue, "how soon it levels off") { Learnable = true },
    ];

    public static ScaledTanh Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public FunctionFacts Facts => new()
    {
        Title = "Scaled hyperbolic tangent",
        Formula = "a·tanh(b·x)",
        DerivativeFormula = "a·b·(1 − tanh²(b·x))",
        Minimum = -_a,
        Maximum = _a,
        MaxSlope = _a * _b,
        MaxCurvature = _a * _b * _b * 0.76980035891950105,
        LowerTail = new(TailKind.Saturating, -_a),
        UpperTail = new(TailKind.Saturating, _a),
        ZeroCentred = true,
        Source = new("LeCun, Bottou, Orr and Müller", 1998, "Efficient BackProp"),
        Primitives = "Mul(a, Tanh(Mul(b, x)))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(V.Abs(x), V.Constant(_b));
        // So near 0 that b·x may be subnormal, tanh is its argument.
        V y = V.Select(z.High < V.Constant(Tiny), x * V.Constant(_a * _b), (Hyperbolic.Tanh(z.High, z.Low) * V.Constant(_a)).Sum);
        return V.CopySign(y, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(V.Abs(x), V.Constant(_b));
        return (Hyperbolic.SechSquared(z.High, z.Low) * Pair<V>.Multiply(V.Constant(_a), V.Constant(_b))).Value;
    }

    /// <summary>tanh(b·x) for a, a·x·(1 − tanh²(b·x)) for b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V>
    {
        if (parameter == 0) return new ScaledTanh(1, _b).Value(x);
        V slope = new ScaledTanh(_a, 1).Derivative(x * V.Constant(_b));
        return V.Select(slope > V.Constant(0), x * slope, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(ScaledTanh function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.CopySign(ForFloat.Tanh<TSeries>(x * function._b) * function._a, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(ScaledTanh function, DoubleLanes x) where TSeries : ISeries =>
        ForFloat.SigmoidSlope<TSeries>(x * (2 * function._b)) * (4 * function._a * function._b);
}
