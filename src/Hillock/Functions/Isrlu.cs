using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Functions;

/// <summary>
/// isrlu(x) = x for x ≥ 0, else x/√(1 + alpha·x²); derivative 1 for x ≥ 0, else (1 + alpha·x²)^(−3/2), so there is no kink.
/// isrlu(±0) = ±0, isrlu(−∞) = −1/√alpha (the identity for alpha = 0), isrlu(+∞) = +∞.
/// </summary>
internal readonly struct Isrlu(double alpha) : IFunction<Isrlu>
{
    private readonly Isru _below = new(alpha);

    public static string Name => "isrlu";

    public static IReadOnlyList<FunctionParameter> Parameters =>
        [new("alpha", 1, 0, float.MaxValue, "how soon the negative side levels off") { Learnable = true }];

    public static Isrlu Create(ReadOnlySpan<double> parameters) => new(parameters[0]);

    public FunctionFacts Facts => new()
    {
        Title = "Inverse square root linear unit",
        Formula = "x for x ≥ 0, else x/√(1 + alpha·x²)",
        DerivativeFormula = "1 for x ≥ 0, else (1 + alpha·x²)^(−3/2)",
        Minimum = _below.Facts.Minimum,
        Maximum = double.PositiveInfinity,
        MaxSlope = 1,
        MaxCurvature = _below.Facts.MaxCurvature,
        LowerTail = _below.Facts.LowerTail,
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        ZeroCentred = alpha == 0,
        Source = new("Carlile, Delamarter, Kinney, Marti and Whitney", 2017,
            "Improving deep learning by inverse square root linear units (ISRLUs)"),
        Primitives = "Where(GreaterOrEqual(x, 0), x, Div(x, Sqrt(Add(1, Mul(alpha, Mul(x, x))))))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x >= V.Constant(0), x, _below.Value(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x >= V.Constant(0), V.Constant(1), _below.Derivative(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V ParameterDerivative<V>(int parameter, V x) where V : struct, ILanes<V> =>
        V.Select(x >= V.Constant(0), V.Constant(0), _below.ParameterDerivative(parameter, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastValue<TSeries>(Isrlu function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.Select(x >= 0, x, Isru.FastValue<TSeries>(function._below, x).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate FastDerivative<TSeries>(Isrlu function, DoubleLanes x) where TSeries : ISeries =>
        DoubleLanes.Select(x >= 0, 1, Isru.FastDerivative<TSeries>(function._below, x).Value);
}
