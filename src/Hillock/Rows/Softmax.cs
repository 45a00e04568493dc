using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numerics;

namespace Hillock.Rows;

/// <summary>
/// softmax(x) = e^(x − max)/Σ e^(x − max); dx = y·(g − Σ g·y). The differences are exact, so small results keep their relative precision.
/// −∞ gives 0 beside a finite element; a row with +∞ or NaN, or of −∞ only, gives NaN.
/// </summary>
internal readonly struct Softmax : IRowFunction<Softmax>
{
    public static string Name => "softmax";
    public static Softmax Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new(
        "Softmax", "e^(x − max)/Σ e^(x − max)", "y·(g − Σ g·y)",
        new("Bridle", 1990,
            "Probabilistic interpretation of feedforward classification network outputs, with relationships to statistical pattern recognition"),
        new("nn.Softmax", "softmax", "jax.nn.softmax", "Softmax"));

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        Exponentials(x, y, Reduction.Maximum(x), precision);
        SpanKernel.Run(new DividedBy(Reduction.Sum(y)), y, y);
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        Forward(x, dx, precision);
        SpanKernel.RunScaled(new Minus(Reduction.Dot(dx, dy)), dy, dx, dx);
    }

    /// <summary>y = e^(x − maximum).</summary>
    internal static void Exponentials(ReadOnlySpan<double> x, Span<double> y, double maximum, Precision precision)
    {
        if (precision == Precision.Fast) SpanKernel.Run(new FastExponentialAbove(maximum), x, y);
        else SpanKernel.Run(new ExponentialAbove(maximum), x, y);
    }

    /// <summary>e^(x − origin), the difference being exact.</summary>
    private readonly struct ExponentialAbove(double origin) : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILanes<V>
        {
            Pair<V> difference = Pair<V>.AddAny(new(x, V.Constant(0)), V.Constant(-origin));
            // At −∞ the rest is NaN, and far out it does not matter.
            V rest = V.Select(V.Abs(difference.High) < V.Constant(1 << 20), difference.Low, V.Constant(0));
            V y = V.Exp(difference.High, rest).Value;
            return V.Select(V.IsNaN(difference.High), difference.High, y);
        }
    }

    private readonly struct FastExponentialAbove(double origin) : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILanes<V>
        {
            DoubleLanes difference = Unsafe.BitCast<V, DoubleLanes>(x) - origin, y = LongSeries.Exp(ForFloat.Bounded(difference));
            return Unsafe.BitCast<DoubleLanes, V>(DoubleLanes.Select(DoubleLanes.IsNaN(difference), difference, y));
        }
    }

    /// <summary>x − number.</summary>
    internal readonly struct Minus(double number) : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILanes<V> => x - V.Constant(number);
    }

    private readonly struct DividedBy(double number) : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x) where V : struct, ILanes<V> => x / V.Constant(number);
    }
}
