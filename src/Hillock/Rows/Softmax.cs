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

    public void Forward(ReadOnlySpan<double> x, Span<double> y)
    {
        double maximum = Reduction.Maximum(x);
        SpanKernel.Run(new ExponentialAbove(maximum), x, y);
        double sum = Reduction.Sum(y);
        for (int i = 0; i < y.Length; i++) y[i] /= sum;
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx)
    {
        Forward(x, dx);
        double dot = Reduction.Dot(dx, dy);
        for (int i = 0; i < dx.Length; i++) dx[i] *= dy[i] - dot;
    }

    /// <summary>e^(x − origin), the difference being exact.</summary>
    internal readonly struct ExponentialAbove(double origin) : IOperation
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
}
