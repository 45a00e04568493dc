using System.Buffers;
using Hillock.Kernels;

namespace Hillock.Rows;

/// <summary>
/// sparsemax(x) = max(x − τ, 0) with τ such that the row sums to 1: the point of the simplex nearest to x. dx = g − mean of g over the
/// support (where y &gt; 0), and 0 elsewhere. −∞ gives 0; a row with +∞ or NaN gives NaN.
/// </summary>
internal readonly struct Sparsemax : IRowFunction<Sparsemax>
{
    public static string Name => "sparsemax";
    public static Sparsemax Create(ReadOnlySpan<double> parameters) => default;

    public RowFacts Facts => new(
        "Sparsemax", "max(x − τ, 0), Σ = 1", "g − mean of g where y > 0, else 0",
        new("Martins and Astudillo", 2016, "From softmax to sparsemax: A sparse model of attention and multi-label classification"),
        new(null, "sparsemax", null, null));

    public void Forward(ReadOnlySpan<double> x, Span<double> y, Precision precision)
    {
        double maximum = Reduction.Maximum(x);
        if (!double.IsFinite(maximum))
        {
            y.Fill(double.NaN);
            return;
        }

        // Only what lies less than 1 below the maximum can be in the support; the rest need not be sorted.
        double[] buffer = ArrayPool<double>.Shared.Rent(x.Length);
        int count = 0;
        for (int i = 0; i < x.Length; i++)
            if (x[i] - maximum > -1) buffer[count++] = maximum - x[i];
        Span<double> below = buffer.AsSpan(0, count);
        below.Sort();
        // The support is the longest beginning in which every element stays above τ = (Σ − 1)/k.
        double sum = 0, tau = -1;
        for (int k = 1; k <= count; k++)
        {
            sum -= below[k - 1];
            if (1 - k * below[k - 1] > sum) tau = (sum - 1) / k;
        }

        ArrayPool<double>.Shared.Return(buffer);
        for (int i = 0; i < x.Length; i++) y[i] = Math.Max(x[i] - maximum - tau, 0);
    }

    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Precision precision)
    {
        Forward(x, dx, precision);
        double sum = 0;
        int support = 0;
        for (int i = 0; i < dx.Length; i++)
            if (dx[i] > 0)
            {
                sum += dy[i];
                support++;
            }
        for (int i = 0; i < dx.Length; i++)
            if (!double.IsNaN(dx[i])) dx[i] = dx[i] > 0 ? dy[i] - sum / support : 0;
    }
}
