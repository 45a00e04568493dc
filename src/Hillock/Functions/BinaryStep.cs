using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// binary_step(x) = 1 for x ≥ 0, −0 included, else 0; derivative 0 everywhere, the jump at 0 included.
/// binary_step(−∞) = 0, binary_step(+∞) = 1.
/// </summary>
internal readonly struct BinaryStep : IFunction<BinaryStep>
{
    public static string Name => "binary_step";
    public static bool RoundsOnce => true;
    public static BinaryStep Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Binary step",
        Formula = "1 for x ≥ 0, else 0",
        DerivativeFormula = "0",
        Minimum = 0,
        Maximum = 1,
        MaxSlope = double.PositiveInfinity,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.Saturating, 1),
        Kinks = [0],
        Source = new("McCulloch and Pitts", 1943, "A logical calculus of the ideas immanent in nervous activity"),
        Primitives = "Where(GreaterOrEqual(x, 0), 1, 0)",
        Names = new(null, null, null, null),
    };

    public (double Clear, double Set)? Slopes => (0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x >= V.Constant(0), V.Constant(1), V.Constant(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Constant(0);
}
