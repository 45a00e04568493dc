using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Functions;

/// <summary>
/// ONNX's HardSigmoid: min(max(alpha·x + beta, 0), 1), 0.2 and 0.5 by default; derivative alpha where that lies between 0 and 1, else 0,
/// both kinks included. ±∞ give 0 and 1.
/// </summary>
internal readonly struct OnnxHardSigmoid(double alpha, double beta) : IFunction<OnnxHardSigmoid>
{
    public static string Name => "onnx:hard_sigmoid";
    public static bool RoundsOnce => true;

    public static IReadOnlyList<FunctionParameter> Parameters =>
    [
        new("alpha", 0.2, float.Epsilon, float.MaxValue, "the slope"),
        new("beta", 0.5, -float.MaxValue, float.MaxValue, "the value at 0"),
    ];

    public static OnnxHardSigmoid Create(ReadOnlySpan<double> parameters) => new(parameters[0], parameters[1]);

    public FunctionFacts Facts => new()
    {
        Title = "Hard sigmoid of ONNX",
        Formula = "min(max(alpha·x + beta, 0), 1)",
        DerivativeFormula = "alpha for 0 < alpha·x + beta < 1, else 0",
        Minimum = 0,
        Maximum = 1,
        MaxSlope = alpha,
        MaxCurvature = 0,
        LowerTail = new(TailKind.Saturating, 0),
        UpperTail = new(TailKind.Saturating, 1),
        Kinks = [-beta / alpha, (1 - beta) / alpha],
        Source = new("ONNX operator HardSigmoid"),
        Primitives = "Min(Max(Add(Mul(alpha, x), beta), 0), 1)",
        Names = new(null, null, null, "HardSigmoid"),
    };

    public (double Clear, double Set)? Slopes => (0, alpha);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x) where V : struct, ILanes<V>
    {
        V zero = V.Constant(0), one = V.Constant(1), line = Line(x);
        return V.Select(line > zero, V.Select(line < one, line, one), zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILanes<V>
    {
        V zero = V.Constant(0), line = Line(x);
        return V.Select(line > zero, V.Select(line < V.Constant(1), V.Constant(alpha), zero), zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Line<V>(V x) where V : struct, ILanes<V> => V.FusedMultiplyAdd(x, V.Constant(alpha), V.Constant(beta));
}
