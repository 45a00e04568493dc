using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// Tightens the intervals of a value by expressing each number as a linear expression in ever earlier values, down to the input: every
/// step replaces what it made by what it read, an activation by one of its lines (Singh, Gehr, Püschel and Vechev 2019, An abstract domain
/// for certifying neural networks). The best bound met on the way counts.
/// </summary>
/// <param name="graph">The model as far as it is bounded.</param>
/// <param name="value">The value's number.</param>
/// <param name="open">The numbers to tighten, neighbours in the picture one after the other.</param>
internal sealed class AffineBounds(BoundedGraph graph, int value, int[] open)
{
    private int _complete;

    /// <summary>Numbers whose expressions came to the input.</summary>
    public int Complete => _complete;

    /// <summary>Tightens them; what the effort does not allow keeps the best bound met so far.</summary>
    public void Tighten(Effort effort, int layers, int threads)
    {
        BoundedValue bounded = graph.Values[value]!;
        int blocks = (open.Length + Rows.Numbers - 1) / Rows.Numbers;
        long allowance = effort.Left / Math.Max(1, layers) / blocks;
        double[] bounds = new double[blocks * Rows.Count];
        Array.Fill(bounds, double.PositiveInfinity);
        // Less than it takes to write the expressions down, or to come past an activation, is of no use.
        if (allowance > 0 && Run(0, new Rows(graph.Values)))
            Parallel.For(1, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new Rows(graph.Values), (block, state, rows) =>
            {
                if (effort.IsOver) state.Stop();
                else Run(block, rows);
                return rows;
            }, _ => { });
        for (int i = 0; i < open.Length; i++)
        {
            int at = i / Rows.Numbers * Rows.Count + i % Rows.Numbers;
            bounded.Tighten(open[i], -bounds[at + Rows.Numbers], bounds[at]);
        }

        bool Run(int block, Rows rows)
        {
            int first = block * Rows.Numbers, count = Math.Min(Rows.Numbers, open.Length - first);
            bool isWhole = Follow(rows, open.AsSpan(first, count), allowance, bounds.AsSpan(block * Rows.Count, Rows.Count), out bool isUseful);
            effort.Use(rows.Work);
            if (isWhole) Interlocked.Add(ref _complete, count);
            return isUseful;
        }
    }

    /// <summary>Follows a block's expressions back to the input, or until the allowance is used up; false then.</summary>
    private bool Follow(Rows rows, ReadOnlySpan<int> numbers, long allowance, Span<double> bounds, out bool isUseful)
    {
        rows.Start(value, numbers);
        isUseful = false;
        for (int s = graph.Steps.Count - 1; s >= 0; s--)
        {
            Step step = graph.Steps[s];
            if (!rows.Has(step.Output)) continue;
            if (step is Elementwise)
            {
                rows.Tighten(bounds);
                isUseful |= s < graph.Steps.Count - 1;
            }

            if (rows.Work > allowance) return false;
            Terms terms = rows.Take(step.Output)!;
            step.Back(rows, terms);
            rows.Return(terms);
        }

        rows.Tighten(bounds);
        return isUseful = true;
    }
}
