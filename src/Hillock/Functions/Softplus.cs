using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// softplus(x) = ln(1 + e^(beta·x))/beta, computed as max(x, 0) + ln(1 + e^−|beta·x|)/beta; derivative sigmoid(beta·x). With a threshold
/// it is x where beta·x is above that, a jump of e^−threshold/beta (PyTorch's form, torch:softplus, has 20).
/// softplus(−∞) = 0, softplus(±0) = ln 2/beta, softplus(+∞) = +∞; no kink.
/// </summary>
internal readonly struct Softplus(double beta, double threshold) : IFunction<Softplus>
{
    private readonly double _beta = beta;
    private readonly double _threshold = threshold;

    // ln(1 + e^−40) = e^−40 to the last bit of a double.
    private const double Far = 40;

    public static string Name => "softplus";

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("beta", 1, float.Epsilon, float.MaxValue, "how sharply it bends"),
        new("threshold", double.PositiveInfinity, -float.MaxValue, float.MaxValue, "the beta·x above which it is x; none unless given"),
    ];

    public static Softplus Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public FunctionFacts Facts => new()
    {
        Title = "Softplus",
        Formula = "ln(1 + e^(beta·x))/beta, x where beta·x > threshold",
        DerivativeFormula = "1/(1 + e^(−beta·x)), 1 where beta·x > threshold",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = _beta / 4,
        LowerTail = new(TailKind.Saturating, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Kinks = double.IsInfinity(_threshold) ? [] : [_threshold / _beta],
        Source = new("Dugas, Bengio, Bélisle, Nadeau and Garcia", 2001,
            "Incorporating second-order functional knowledge for better option pricing"),
        Primitives = "Where(Greater(Mul(beta, x), threshold), x, Div(Softplus(Mul(beta, x)), beta))",
        Names = new("nn.Softplus", "softplus", "jax.nn.softplus", "Softplus"),
    };

    // With a threshold the same output comes from both sides of the jump. With a large beta outputs are subnormal, and with a small one
    // infinite, where the derivative is neither.
    public double? OutputError => _beta is >= 1e-30 and <= 1 && double.IsInfinity(_threshold) ? 0 : null;

    /// <summary>−(e^(−beta·y) − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Softplus function, V y) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(y, V.Constant(-function._beta));
        return V.Abs(V.Expm1(z.High, z.Low).Sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes FastDerivativeFromOutput(Softplus function, DoubleLanes y) =>
        DoubleLanes.Abs(ShortSeries.Expm1(-ForFloat.AtMost(y * function._beta, 50)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(x, V.Constant(_beta));
        V rest = Bend(z.High, z.Low);
        return V.Select(z.High > V.Constant(_threshold), x, V.Select(x > V.Constant(0), x + rest, rest));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> z = Pair<V>.Argument(x, V.Constant(_beta));
        return V.Select(z.High > V.Constant(_threshold), V.Constant(1), Logistic.Value(z.High, z.Low).Value);
    }

    /// <summary>ln(1 + e^−|z + rest|)/beta: what softplus is above max(x, 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Bend<V>(V z, V rest) where V : struct, ILanes<V>
    {
        Scaled<V> e = Logistic.Tail(z, rest);
        // Far out the logarithm is e itself, which may be too small for its digits until it is divided.
        Pair<V> divisor = new(V.Constant(_beta), V.Constant(0)), small = e.Unscaled;
        return V.Select(V.Abs(z) > V.Constant(Far), (e / divisor).Value, V.Log1p(small.High, small.Low) / V.Constant(_beta));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Softplus function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes z = x * function._beta;
        DoubleLanes rest = TSeries.Log1p(TSeries.Exp(-ForFloat.AtMost(DoubleLanes.Abs(z), 700))) * (1 / function._beta);
        DoubleLanes y = ForFloat.AtLeast(x, 0) + rest;
        return double.IsInfinity(function._threshold) ? y : DoubleLanes.Select(z > function._threshold, x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Softplus function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes z = x * function._beta, d = ForFloat.Sigmoid<TSeries>(z);
        return double.IsInfinity(function._threshold) ? d : DoubleLanes.Select(z > function._threshold, 1, d);
    }

    public static float FloatDerivativeRange(Softplus function) => function._beta == 1 && double.IsInfinity(function._threshold) ? InFloats.GateRange : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(Softplus function, FloatLanes x) => InFloats.Gate(1, -x, 0);
}
