using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>A convolution in one or two dimensions, with groups, strides, dilations and padding by zeros.</summary>
/// <param name="output">The value it makes.</param>
/// <param name="input">The value it reads: [samples, channels, (height,) width].</param>
/// <param name="window">How the kernel moves.</param>
/// <param name="groups">Groups of channels that do not see one another.</param>
/// <param name="weights">[output channels, input channels of a group, kernel height, kernel width].</param>
/// <param name="bias">One number an output channel; null for none.</param>
/// <param name="shape">The output's shape.</param>
internal sealed class Convolution(int output, int input, Window window, int groups, double[] weights, double[]? bias, int[] shape) : Step(output, input)
{
    private readonly int _outputs = shape[1];
    private double[] _error = [];
    private int _perGroup;

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue x = inputs[0];
        Spread spread = new(x);
        _perGroup = weights.Length / _outputs / window.Kernel;
        int plane = window.OutPlane, terms = _perGroup * window.Kernel;
        double gamma = x.Format.Gamma(terms + Merged), under = terms * x.Format.Smallest;
        // A weight of 0 passes NaN on where there may be one.
        bool finite = spread.Magnitude.All(double.IsFinite);
        double[] low = new double[shape[0] * _outputs * plane], high = new double[low.Length];
        _error = new double[low.Length];
        Parallel.For(0, shape[0] * _outputs, new ParallelOptions { MaxDegreeOfParallelism = threads }, at =>
        {
            int sample = at / _outputs, channel = at % _outputs, first = (sample * (_perGroup * groups) + channel / (_outputs / groups) * _perGroup) * window.InPlane;
            double b = bias?[channel] ?? 0;
            double[] middle = new double[plane], radius = new double[plane], magnitude = new double[plane];
            for (int i = 0; i < _perGroup; i++)
            {
                int from = first + i * window.InPlane;
                for (int k = 0; k < window.Kernel; k++)
                {
                    double w = weights[(channel * _perGroup + i) * window.Kernel + k];
                    if (w == 0 && finite) continue;
                    Gather(w, k, spread.Middle.AsSpan(from, window.InPlane), middle);
                    Gather(Math.Abs(w), k, spread.Radius.AsSpan(from, window.InPlane), radius);
                    Gather(Math.Abs(w), k, spread.Magnitude.AsSpan(from, window.InPlane), magnitude);
                }
            }

            for (int p = 0; p < plane; p++)
            {
                int to = at * plane + p;
                // Without a term the bias is what comes out, exactly.
                double error = magnitude[p] == 0 ? 0 : (gamma * (magnitude[p] + Math.Abs(b)) + under) * Slack;
                _error[to] = error;
                low[to] = magnitude[p] == 0 ? b : middle[p] + b - radius[p] - error;
                high[to] = magnitude[p] == 0 ? b : middle[p] + b + radius[p] + error;
                if (magnitude[p] + Math.Abs(b) + error > x.Format.Largest) high[to] = double.PositiveInfinity;
            }
        });
        return new(shape, low, high, x.Format, terms + Merged);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms into = rows.Of(Inputs[0]);
        Vector512<double> constant = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int at = terms.Number(k), place = at % window.OutPlane, plane = at / window.OutPlane, channel = plane % _outputs;
            Vector512<double> c = terms.Coefficients(k);
            double b = bias?[channel] ?? 0;
            constant += c * b + Rows.Product(Vector512.Abs(c), Vector512.Create(_error[at] * Slack + Math.Abs(b) * Lost));
            int first = plane / _outputs * (_perGroup * groups) + channel / (_outputs / groups) * _perGroup;
            Scatter(c, weights.AsSpan(channel * _perGroup * window.Kernel, _perGroup * window.Kernel), place / window.OutWidth, place % window.OutWidth, first, into);
        }

        rows.Work += Rows.Count * (long)terms.Count * _perGroup * window.Kernel;
        rows.Add(constant);
    }

    // sum[place] += w·x[the place under kernel element k], row by row.
    private void Gather(double w, int k, ReadOnlySpan<double> x, Span<double> sum)
    {
        int ky = k / window.KernelWidth, kx = k % window.KernelWidth;
        (int from, int to) = window.Columns(kx);
        if (from >= to) return;
        for (int oy = 0; oy < window.OutHeight; oy++)
        {
            int y = window.Y(oy, ky);
            if (y < 0 || y >= window.InHeight) continue;
            int start = y * window.InWidth + window.X(from, kx);
            Span<double> line = sum.Slice(oy * window.OutWidth + from, to - from);
            if (window.StrideX == 1) Doubles.Add(w, x.Slice(start, line.Length), line);
            else for (int i = 0; i < line.Length; i++) line[i] += w * x[start + i * window.StrideX];
        }
    }

    private void Scatter(Vector512<double> c, ReadOnlySpan<double> kernels, int oy, int ox, int firstPlane, Terms into)
    {
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int y = window.Y(oy, ky);
            if (y < 0 || y >= window.InHeight) continue;
            for (int kx = 0; kx < window.KernelWidth; kx++)
            {
                int x = window.X(ox, kx);
                if (x < 0 || x >= window.InWidth) continue;
                int at = firstPlane * window.InPlane + y * window.InWidth + x;
                for (int w = ky * window.KernelWidth + kx; w < kernels.Length; w += window.Kernel, at += window.InPlane) into.Of(at) += c * kernels[w];
            }
        }
    }
}
