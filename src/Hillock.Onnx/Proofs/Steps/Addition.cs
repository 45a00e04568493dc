using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>Two values added, or the second subtracted from the first, either repeated along axes as it must: a residual connection.</summary>
/// <param name="output">The value it makes.</param>
/// <param name="inputs">The two values it reads.</param>
/// <param name="shape">The output's shape.</param>
/// <param name="sources">For each input, which of its numbers goes into each number of the output.</param>
/// <param name="sign">1 or −1: what the second is multiplied by.</param>
internal sealed class Addition(int output, int[] inputs, int[] shape, int[][] sources, int sign) : Step(output, inputs)
{
    private double[] _error = [];

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue a = inputs[0], b = inputs[1];
        int roundings = Math.Max(a.Roundings, b.Roundings) + Merged, count = sources[0].Length;
        double gamma = a.Format.Gamma(roundings);
        double[] low = new double[count], high = new double[count];
        _error = new double[count];
        for (int i = 0; i < count; i++)
        {
            int p = sources[0][i], q = sources[1][i];
            (double bLow, double bHigh) = sign > 0 ? (b.Low[q], b.High[q]) : (-b.High[q], -b.Low[q]);
            double ma = a.Magnitude(p), mb = b.Magnitude(q);
            double error = ma == 0 || mb == 0 ? 0 : gamma * (ma + mb) * Slack;
            _error[i] = error;
            low[i] = a.Low[p] + bLow - error;
            high[i] = a.High[p] + bHigh + error;
        }

        return new(shape, low, high, a.Format, roundings);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms first = rows.Of(Inputs[0]), second = rows.Of(Inputs[1]);
        Vector512<double> lost = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int i = terms.Number(k);
            Vector512<double> c = terms.Coefficients(k);
            first.Of(sources[0][i]) += c;
            second.Of(sources[1][i]) += sign * c;
            lost += Rows.Product(Vector512.Abs(c), Vector512.Create(_error[i] * Slack));
        }

        rows.Work += Rows.Count * terms.Count;
        rows.Add(lost);
    }
}
