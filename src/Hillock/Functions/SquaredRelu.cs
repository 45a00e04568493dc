using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// squared_relu(x) = max(x, 0)²; derivative 2·max(x, 0), so there is no kink. squared_relu(±0) = 0, squared_relu(−∞) = 0,
/// squared_relu(+∞) = +∞.
/// </summary>
internal readonly struct SquaredRelu : IFunction<SquaredRelu>
{
    public static string Name => "squared_relu";
    public static bool RoundsOnce => true;
    public static SquaredRelu Create(ReadOnlySpan<double> parameters) => default;

    public FunctionFacts Facts => new()
    {
        Title = "Squared rectified linear unit",
        Formula = "max(x, 0)²",
        DerivativeFormula = "2·max(x, 0)",
        Minimum = 0,
        Maximum = double.PositiveInfinity,
        MaxSlope = double.PositiveInfinity,
        MaxCurvature = 2,
        LowerTail = new(TailKind.Off, 0),
        UpperTail = new(TailKind.None, double.PositiveInfinity),
        Source = new("So, Mańke, Liu, Dai, Shazeer and Le", 2021, "Primer: Searching for efficient transformers for language modeling"),
        Primitives = "Mul(Max(x, 0), Max(x, 0))",
        Names = new(null, null, null, null),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V positive = V.Select(x > V.Constant(0), x, V.Constant(0));
        return positive * positive;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V> =>
        V.Select(x > V.Constant(0), x + x, V.Constant(0));
}
