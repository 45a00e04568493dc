using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>exponential(x) = e^x, its own derivative. exponential(−∞) = 0, exponential(±0) = 1, exponential(+∞) = +∞; no kink.</summary>
internal readonly struct Exponential : IFunction<Exponential>
{
    public static string Name => "exponential";
    public static Exponential Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Exponential",
        Formula = "e^x",
        DerivativeFormula = "e^x",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = double.PositiveInfinity,
        MaxCurvature = double.PositiveInfinity,
        LowerTail = new(TailKind.None, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Source = new("Keras"),
        Primitives = "Exp(x)",
        Names = new(null, "exponential", "jax.numpy.exp", "Exp"),
    };

    public double? OutputError => 0;

    public static bool FloatsFromOutput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeFromOutput<V>(Exponential function, V y) where V : struct, ILanes<V> => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> => V.Exp(x, V.Constant(0)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> => V.Exp(x, V.Constant(0)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Exponential function, DoubleLanes x) where TSeries : ISeries =>
        TSeries.Exp(ForFloat.Bounded(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Exponential function, DoubleLanes x) where TSeries : ISeries =>
        TSeries.Exp(ForFloat.Bounded(x));

    public static float FloatRange(Exponential function) => InFloats.Range;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatValue(Exponential function, FloatLanes x) => InFloats.Exp(x);

    public static float FloatDerivativeRange(Exponential function) => InFloats.Range;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes FloatDerivative(Exponential function, FloatLanes x) => InFloats.Exp(x);
}
