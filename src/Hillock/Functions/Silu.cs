using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// silu(x) = x·s(beta·x), s being the sigmoid; derivative s + beta·x·s·(1 − s) with s = s(beta·x); ∂silu/∂beta = x²·s·(1 − s).
/// silu(±0) = ±0; for beta &gt; 0 silu(−∞) = −0 and silu(+∞) = +∞; no kink. Its tail is x·e^(beta·x) to the last subnormal.
/// </summary>
internal readonly struct Silu(double beta) : IFunction<Silu>
{
    private readonly double _beta = beta;

    public static string Name => "silu";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("beta", 1, -float.MaxValue, float.MaxValue, "how sharply it bends; learnt in swish") { Learnable = true }];

    public static Silu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Sigmoid linear unit (swish)",
        Formula = "x/(1 + e^(−beta·x))",
        DerivativeFormula = "s + beta·x·s·(1 − s), s = 1/(1 + e^(−beta·x))",
        Minimum = _beta > 0 ? -0.2784645427610738 / _beta : double.NegativeInfinity,
        Maximum = _beta < 0 ? -0.2784645427610738 / _beta : double.PositiveInfinity,
        MaxSlope = _beta == 0 ? 0.5 : 1.0998393201288669,
        MaxCurvature = Math.Abs(_beta) / 2,
        LowerTail = _beta > 0 ? new(TailKind.Off, 0) : new(TailKind.None, double.NegativeInfinity),
        UpperTail = _beta < 0 ? new(TailKind.Off, 0) : new(TailKind.None, double.PositiveInfinity),
        TurningPoints = _beta == 0 ? [] : [-1.2784645427610738 / _beta],
        ZeroCentred = _beta == 0,
        Source = new("Hendrycks and Gimpel", 2016,
            "Gaussian error linear units (GELUs); with beta, as swish: Ramachandran, Zoph and Le 2017"),
        Primitives = "Mul(x, Sigmoid(Mul(beta, x)))",
        Names = new("nn.SiLU", "silu", "jax.nn.silu", "Swish"),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        if (_beta == 0) return x * V.Constant(0.5);
        Pair<V> z = Pair<V>.Argument(x, V.Constant(_beta));
        return Gated.Value(x, z.High, z.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(x, V.Constant(_beta));
        return _beta == 0 ? V.Constant(0.5) : Gated.Slope(z.High, z.Low, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(x, V.Constant(_beta));
        // x² could overflow where the slope is 0 already; at beta = 0 it is x²/4.
        V near = _beta == 0 ? x : V.Select(V.Abs(z.High) > V.Constant(1000), V.Constant(1), x);
        return (Logistic.Slope(z.High, z.Low) * near * near).Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Silu function, DoubleLanes x) where TSeries : ISeries
    {
        double sharpness = function._beta;
        DoubleLanes z = x * sharpness;
        // For a negative beta the gate opens towards −∞: the same function of −x with the other sign.
        return sharpness > 0 ? ForFloat.Gate<TSeries>(x, z) : sharpness < 0 ? -ForFloat.Gate<TSeries>(-x, z) : x * 0.5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Silu function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes z = x * function._beta;
        return function._beta == 0 ? (DoubleLanes)0.5 : ForFloat.GateSlope<TSeries>(z, z);
    }

    public static float FloatRange(Silu function) => function._beta == 1 ? InFloats.Range : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(Silu function, FloatLanes x) => InFloats.Gate(x, -x, 0);
}
