using Hillock.Kernels;

namespace Hillock.Rows;

/// <summary>
/// hardmax(x) = 1 at the first largest element, else 0; dx = 0, since it is constant between its jumps. A row with NaN gives NaN.
/// </summary>
internal readonly struct Hardmax : IRowFunction<Hardmax>
{
    public static string Name => "hardmax";
    public static Hardmax Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new("Hardmax", "1 at the first maximum, else 0", "0",
        new("ONNX"),
        new(null, null, null, "Hardmax"));

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        double maximum = Reduction.Maximum(x);
        y.Fill(double.IsNaN(maximum) ? double.NaN : 0);
        if (!double.IsNaN(maximum)) y[x.IndexOf(maximum)] = 1;
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision) =>
        dx.Fill(double.IsNaN(Reduction.Maximum(x)) ? double.NaN : 0);
}
