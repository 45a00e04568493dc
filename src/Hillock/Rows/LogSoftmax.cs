using Hillock.Functions;
using Hillock.Kernels;

namespace Hillock.Rows;

/// <summary>
/// log_softmax(x) = x − max − ln Σ e^(x − max); dx = g − softmax(x)·Σ g. The largest element's share of the sum, 1, is left out and given
/// back by ln(1 + rest), so that a nearly certain row keeps its relative precision. −∞ gives −∞; a row with +∞ or NaN gives NaN.
/// </summary>
internal readonly struct LogSoftmax : IRowFunction<LogSoftmax>
{
    public static string Name => "log_softmax";
    public static LogSoftmax Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new(
        "Logarithm of softmax", "x − max − ln Σ e^(x − max)", "g − e^y·Σ g",
        new("Bridle", 1990,
            "Probabilistic interpretation of feedforward classification network outputs, with relationships to statistical pattern recognition"),
        new("nn.LogSoftmax", "log_softmax", "jax.nn.log_softmax", "LogSoftmax"));

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        double maximum = Reduction.Maximum(x);
        int first = x.IndexOf(maximum);
        Softmax.Exponentials(x, y, maximum, precision);
        if (first >= 0 && double.IsFinite(maximum)) y[first] = 0;
        double logarithm = LogOfOnePlus(Reduction.Sum(y));
        SpanKernel.Run(new Softmax.Minus(maximum), x, y);
        SpanKernel.Run(new Softmax.Minus(logarithm), y, y);
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        default(Softmax).Forward(x, dx, precision);
        double sum = Reduction.Sum(dy);
        for (int i = 0; i < dx.Length; i++) dx[i] = dy[i] - dx[i] * sum;
    }

    private static double LogOfOnePlus(double x)
    {
        Span<double> value = [x];
        SpanKernel.Run(new OnePlus(), value, value);
        return value[0];
    }

    private readonly struct OnePlus : IOperation
    {
        public V Apply<V>(V x) where V : struct, ILanes<V> => V.Log1p(x, V.Constant(0));
    }
}
