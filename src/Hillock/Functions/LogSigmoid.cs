using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// log_sigmoid(x) = −ln(1 + e^−x), computed as min(x, 0) − ln(1 + e^−|x|); derivative sigmoid(−x).
/// log_sigmoid(−∞) = −∞, log_sigmoid(±0) = −ln 2, log_sigmoid(+∞) = −0; no kink.
/// </summary>
internal readonly struct LogSigmoid : IFunction<LogSigmoid>
{
    public static string Name => "log_sigmoid";
    public static LogSigmoid Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Logarithm of the sigmoid",
        Formula = "−ln(1 + e^−x)",
        DerivativeFormula = "1/(1 + e^x)",
        Minimum = double.NegativeInfinity,
        Maximum = 0,
        MaxSlope = 1,
        MaxCurvature = 0.25,
        LowerTail = new(TailKind.None, double.NegativeInfinity),
        UpperTail = new(TailKind.Saturating, 0),
        Source = new("Berkson", 1944, "Application of the logistic function to bio-assay"),
        Primitives = "Sub(Min(x, 0), Log(Add(1, Exp(Neg(Abs(x))))))",
        Names = new("nn.LogSigmoid", "log_sigmoid", "jax.nn.log_sigmoid", null),
    };

    public double? OutputError => 0;

    /// <summary>−(e^y − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(LogSigmoid function, V y) where V : struct, ILanes<V> =>
        V.Abs(V.Expm1(y, V.Constant(0)).Sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes FastDerivativeFromOutput(LogSigmoid function, DoubleLanes y) =>
        DoubleLanes.Abs(ShortSeries.Expm1(ForFloat.AtLeast(y, -50)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V rest = new Softplus(1, double.PositiveInfinity).Bend(x, V.Constant(0));
        return V.Select(x < V.Constant(0), x - rest, -rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        Logistic.Value(-x, V.Constant(0)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(LogSigmoid function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes rest = TSeries.Log1p(TSeries.Exp(-ForFloat.AtMost(DoubleLanes.Abs(x), 700)));
        return ForFloat.AtMost(x, 0) - rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(LogSigmoid function, DoubleLanes x) where TSeries : ISeries =>
        ForFloat.Sigmoid<TSeries>(-x);

    public static float FloatDerivativeRange(LogSigmoid function) => InFloats.GateRange;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(LogSigmoid function, FloatLanes x) => InFloats.Gate(1, x, 0);
}
