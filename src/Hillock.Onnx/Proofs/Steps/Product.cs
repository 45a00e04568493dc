using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>Two values multiplied, number by number: a gate. Bounded by intervals only.</summary>
/// <param name="output">The value it makes.</param>
/// <param name="inputs">The two values it reads.</param>
/// <param name="shape">The output's shape.</param>
/// <param name="sources">For each input, which of its numbers goes into each number of the output.</param>
internal sealed class Product(int output, int[] inputs, int[] shape, int[][] sources) : Step(output, inputs)
{
    private BoundedValue? _result;

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue a = inputs[0], b = inputs[1];
        double[] low = new double[sources[0].Length], high = new double[low.Length];
        for (int i = 0; i < low.Length; i++)
        {
            int p = sources[0][i], q = sources[1][i];
            double[] corners = [a.Low[p] * b.Low[q], a.Low[p] * b.High[q], a.High[p] * b.Low[q], a.High[p] * b.High[q]];
            double size = a.Magnitude(p) * b.Magnitude(q), error = size == 0 ? 0 : (a.Format.Gamma(Merged) * size + a.Format.Smallest) * Slack;
            (low[i], high[i]) = (corners.Min() - error, corners.Max() + error);
        }

        return _result = new(shape, low, high, a.Format);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Vector512<double> constant = default;
        for (int k = 0; k < terms.Count; k++)
        {
            int i = terms.Number(k);
            Vector512<double> c = terms.Coefficients(k);
            Vector512<double> term = Rows.Product(c, Vector512.ConditionalSelect(
                Vector512.GreaterThan(c, default), Vector512.Create(_result!.High[i]), Vector512.Create(_result.Low[i])));
            constant += term + Vector512.Abs(term) * Lost;
        }

        rows.Work += Rows.Count * terms.Count;
        rows.Add(constant);
    }
}
