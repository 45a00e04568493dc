using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>y = scale·x + shift, number by number: batch normalisation, and adding, subtracting, multiplying or dividing by a constant.</summary>
/// <param name="output">The value it makes.</param>
/// <param name="input">The value it reads.</param>
/// <param name="shape">The output's shape.</param>
/// <param name="source">Which number of the input each number of the output is made of; null for the same.</param>
/// <param name="scale">The factor of each number of the output.</param>
/// <param name="shift">What is added to each.</param>
/// <param name="absolute">The absolute values of what the shift is made of, where that is more than the shift itself.</param>
internal sealed class Scaling(int output, int input, int[] shape, int[]? source, double[] scale, double[] shift, double[]? absolute = null) : Step(output, input)
{
    private double[] _error = [];

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue x = inputs[0];
        int roundings = x.Roundings + Merged;
        double gamma = x.Format.Gamma(roundings);
        double[] low = new double[scale.Length], high = new double[scale.Length];
        _error = new double[scale.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            int from = source?[i] ?? i;
            double s = scale[i], t = shift[i], size = Math.Abs(s) * x.Magnitude(from) + Math.Abs(absolute?[i] ?? t);
            double error = s == 1 && t == 0 ? 0 : (gamma * size + x.Format.Smallest) * Slack;
            // 0·x + 0 is 0, and so is what is left of it.
            if (size == 0) error = 0;
            _error[i] = error;
            (double a, double b) = (s * x.Low[from] + t, s * x.High[from] + t);
            low[i] = Math.Min(a, b) - error;
            high[i] = Math.Max(a, b) + error;
            if (!(size + error <= x.Format.Largest)) high[i] = double.PositiveInfinity;
        }

        return new(shape, low, high, x.Format, roundings);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms into = rows.Of(Inputs[0]);
        Vector512<double> constant = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int i = terms.Number(k);
            Vector512<double> c = terms.Coefficients(k);
            into.Of(source?[i] ?? i) += c * scale[i];
            constant += c * shift[i] + Rows.Product(Vector512.Abs(c), Vector512.Create(_error[i] * Slack + Math.Abs(shift[i]) * Lost));
        }

        rows.Work += Rows.Count * terms.Count;
        rows.Add(constant);
    }
}
