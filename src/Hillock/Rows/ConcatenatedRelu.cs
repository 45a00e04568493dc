using Hillock.Functions;
using Hillock.Kernels;

namespace Hillock.Rows;

/// <summary>
/// crelu(x) = relu(x) followed by relu(−x), twice as long as the row; dx = g₁ for x &gt; 0, −g₂ for x &lt; 0, 0 at 0. NaN gives NaN in
/// both.
/// </summary>
internal readonly struct ConcatenatedRelu : IRowFunction<ConcatenatedRelu>
{
    public static string Name => "crelu";
    public static ConcatenatedRelu Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new(
        "Concatenated rectified linear unit", "relu(x), relu(−x)", "g₁ for x > 0, −g₂ for x < 0, 0 at 0",
        new("Shang, Sohn, Almeida and Lee", 2016,
            "Understanding and improving convolutional neural networks via concatenated rectified linear units"),
        new(null, null, null, null));

    public static int OutputLength(ConcatenatedRelu function, int rowLength) => 2 * rowLength;

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        Span<double> negative = y[x.Length..];
        for (int i = 0; i < x.Length; i++) negative[i] = -x[i];
        SpanKernel.Run(new ValueOf<Relu>(default), negative, negative);
        SpanKernel.Run(new ValueOf<Relu>(default), x, y[..x.Length]);
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        for (int i = 0; i < x.Length; i++) dx[i] = x[i] > 0 ? dy[i] : x[i] < 0 ? -dy[i + x.Length] : double.IsNaN(x[i]) ? x[i] : 0;
    }
}
