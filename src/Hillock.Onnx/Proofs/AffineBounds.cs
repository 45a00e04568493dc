using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// Tightens the intervals of a value by expressing each number as a linear expression in ever earlier values, down to the input: every
/// step replaces what it made by what it read, an activation by one of its lines (Singh, Gehr, Püschel and Vechev 2019, An abstract domain
/// for certifying neural networks). The best bound met on the way counts.
/// </summary>
internal static class AffineBounds
{
    /// <summary>Tightens some numbers of a value, and says how many of them came to the end within the allowance.</summary>
    /// <param name="graph">The model as far as it is bounded.</param>
    /// <param name="value">The value's number.</param>
    /// <param name="open">The numbers to tighten.</param>
    /// <param name="allowance">Multiplications for each bound.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="used">Multiplications made.</param>
    /// <param name="cancellation">Ends it.</param>
    public static int Tighten(BoundedGraph graph, int value, IReadOnlyList<int> open, long allowance, int threads, out long used, CancellationToken cancellation)
    {
        BoundedValue bounded = graph.Values[value]!;
        double[] low = new double[open.Count], high = new double[open.Count];
        long work = 0;
        int complete = 0;
        Parallel.For(0, open.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, () => new Row(graph.Values), (i, _, row) =>
        {
            high[i] = Upper(graph, row, value, open[i], 1, allowance, out bool whole);
            Interlocked.Add(ref work, row.Work);
            low[i] = -Upper(graph, row, value, open[i], -1, allowance, out bool both);
            Interlocked.Add(ref work, row.Work);
            if (whole && both) Interlocked.Increment(ref complete);
            return row;
        }, _ => { });
        for (int i = 0; i < open.Count; i++) bounded.Tighten(open[i], low[i], high[i]);
        used = work;
        return complete;
    }

    /// <summary>An upper bound of sign · one number of a value.</summary>
    private static double Upper(BoundedGraph graph, Row row, int value, int index, double sign, long allowance, out bool complete)
    {
        double best = double.PositiveInfinity;
        row.Start(value, index, sign);
        for (int s = graph.Steps.Count - 1; s >= 0; s--)
        {
            Step step = graph.Steps[s];
            if (!row.Has(step.Output)) continue;
            if (step is Elementwise) best = Smaller(row.Largest(), best);
            if (row.Work > allowance)
            {
                complete = false;
                return Smaller(row.Largest(), best);
            }

            double[] coefficients = row.Take(step.Output)!;
            step.Back(row, coefficients);
            row.Return(coefficients);
        }

        complete = true;
        return Smaller(row.Largest(), best);
    }

    // NaN, where nothing is known, is not smaller.
    private static double Smaller(double bound, double best) => bound < best ? bound : best;
}
