using System.Runtime.Intrinsics;
using Hillock.Bounds;

namespace Hillock.Onnx.Proofs.Steps;

/// <summary>z = W·x + b for each of several vectors x in the input: MatMul with a constant on either side, and Gemm.</summary>
/// <param name="output">The value it makes.</param>
/// <param name="input">The value it reads.</param>
/// <param name="layout">Where the vectors lie.</param>
/// <param name="weights">W, row by row: one row an output.</param>
/// <param name="bias">b; null for none.</param>
/// <param name="shape">The output's shape.</param>
internal sealed class Dense(int output, int input, DenseLayout layout, double[] weights, double[]? bias, int[] shape) : Step(output, input)
{
    private double[] _error = [];

    public override BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads)
    {
        BoundedValue x = inputs[0];
        Spread spread = new(x);
        int k = layout.Inputs, outputs = layout.Outputs, count = layout.Rows * outputs;
        double[] low = new double[count], high = new double[count];
        _error = new double[count];
        int most = 0;
        for (int r = 0; r < layout.Rows; r++)
        {
            (double[] middle, double[] radius, double[] magnitude) = (layout.Vector(spread.Middle, r), layout.Vector(spread.Radius, r), layout.Vector(spread.Magnitude, r));
            int row = r;
            Parallel.For(0, outputs, new ParallelOptions { MaxDegreeOfParallelism = threads }, o =>
            {
                ReadOnlySpan<double> w = weights.AsSpan(o * k, k);
                int terms = k - w.Count(0.0);
                double b = bias?[o] ?? 0;
                (double m, double rad, double mag) = Doubles.Dot(w, middle, radius, magnitude);
                // Without a term the bias is what comes out, exactly.
                double error = mag == 0 ? 0 : (x.Format.Gamma(terms + Merged) * (mag + Math.Abs(b)) + terms * x.Format.Smallest) * Slack;
                int at = layout.Output(row, o);
                _error[at] = error;
                low[at] = mag == 0 ? b : m + b - rad - error;
                high[at] = mag == 0 ? b : m + b + rad + error;
                // An intermediate sum may overflow where the result would not.
                if (mag + Math.Abs(b) + error > x.Format.Largest) high[at] = double.PositiveInfinity;
            });
        }

        for (int o = 0; o < outputs; o++) most = Math.Max(most, k - weights.AsSpan(o * k, k).Count(0.0));
        return new(shape, low, high, x.Format, most + Merged);
    }

    public override void Back(Rows rows, Terms terms)
    {
        Terms into = rows.Of(Inputs[0]);
        int k = layout.Inputs;
        Vector512<double>[] vector = new Vector512<double>[k];
        Vector512<double> constant = default;
        for (int r = 0; r < layout.Rows; r++)
        {
            bool any = false;
            for (int o = 0; o < layout.Outputs; o++)
            {
                int at = layout.Output(r, o);
                if (!terms.TryOf(at, out Vector512<double> c)) continue;
                any = true;
                double b = bias?[o] ?? 0;
                constant += c * b + Rows.Product(Vector512.Abs(c), Vector512.Create(_error[at] * Slack + Math.Abs(b) * Lost));
                Doubles.Add(c, weights.AsSpan(o * k, k), vector);
                rows.Work += Rows.Count * k;
            }

            if (!any) continue;
            for (int i = 0; i < k; i++) into.Of(layout.Input(r, i)) += vector[i];
            Array.Clear(vector);
        }

        rows.Add(constant);
    }
}
