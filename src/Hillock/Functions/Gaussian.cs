using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// gaussian(x) = e^(−x²); derivative −2x·e^(−x²). gaussian(±0) = 1, gaussian(±∞) = 0; no kink.
/// </summary>
internal readonly struct Gaussian : IFunction<Gaussian>
{
    // e^(−x²) is 0 in double from here on.
    private const double Far = 40;

    public static string Name => "gaussian";
    public static Gaussian Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Gaussian",
        Formula = "e^(−x²)",
        DerivativeFormula = "−2x·e^(−x²)",
        Minimum = 0,
        Maximum = 1,
        MaxSlope = 0.85776388496070677,
        MaxCurvature = 2,
        LowerTail = new(TailKind.Saturating, 0),
        UpperTail = new(TailKind.Saturating, 0),
        TurningPoints = [0],
        Source = new("Broomhead and Lowe", 1988, "Multivariable functional interpolation and adaptive networks"),
        Primitives = "Exp(Neg(Mul(x, x)))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        Bell(Bounded(x)).Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V bounded = Bounded(x);
        return (Bell(bounded) * (V.Constant(-2) * bounded)).Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V x) where V : struct, ILanes<V> =>
        V.CopySign(V.Select(V.Abs(x) > V.Constant(Far), V.Constant(Far), V.Abs(x)), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scaled<V> Bell<V>(V x) where V : struct, ILanes<V>
    {
        Pair<V> square = Pair<V>.Multiply(x, x);
        return V.Exp(-square.High, -square.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Gaussian function, DoubleLanes x) where TSeries : ISeries =>
        TSeries.Exp(-ForFloat.AtMost(x * x, ForFloat.Bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Gaussian function, DoubleLanes x) where TSeries : ISeries
    {
        DoubleLanes bounded = ForFloat.Bounded(x, -20, 20);
        return TSeries.Exp(-(bounded * bounded)) * bounded * -2;
    }
}
