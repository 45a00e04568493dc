using System.Diagnostics;
using Hillock.Bounds;

namespace Hillock.Onnx.Proofs;

/// <summary>Proves what it can of one layer: intervals first, then affine bounds for the numbers that are still open.</summary>
/// <param name="graph">The model as far as it is bounded.</param>
/// <param name="layer">The layer.</param>
/// <param name="threads">Threads.</param>
internal sealed class LayerProof(BoundedGraph graph, ProofLayer layer, int threads)
{
    private readonly int _value = graph.Number(layer.Input);

    /// <summary>Tightens the layer's pre-activation and says what holds.</summary>
    /// <param name="budget">Multiplications that affine bounds may take from here on; what was taken is subtracted.</param>
    /// <param name="layers">How many layers, this one included, share it.</param>
    /// <param name="cancellation">Ends it.</param>
    public ProvenLayer Run(ref long budget, int layers, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        BoundedValue z = graph.Values[_value]!;
        int byIntervals = Verdicts(z).Count(v => v != Verdict.Open);
        int[] open = [.. Enumerable.Range(0, z.Count).Where(i => z[i].IsFinite && !z[i].IsPoint && !Function(i).IsLinear(z[i]))];
        int complete = open.Length;
        if (open.Length > 0)
        {
            complete = 0;
            long allowance = budget / Math.Max(1, layers) / (2L * open.Length);
            // Less than it takes to write an expression down is of no use.
            if (allowance > z.Count)
            {
                complete = AffineBounds.Tighten(graph, _value, open, allowance, threads, out long used, cancellation);
                budget -= used;
            }
        }

        Verdict[] verdicts = Verdicts(z);
        int[] Of(Verdict verdict) => [.. Enumerable.Range(0, layer.Units).Where(u => verdicts[u] == verdict)];
        return new()
        {
            Name = layer.Output,
            Activation = layer.Text,
            Units = layer.Units,
            Dead = Of(Verdict.Dead),
            Constant = Of(Verdict.Constant),
            On = Of(Verdict.On),
            SaturatedLow = Of(Verdict.SaturatedLow),
            SaturatedHigh = Of(Verdict.SaturatedHigh),
            SaturatedBoth = Of(Verdict.SaturatedBoth),
            ByIntervals = byIntervals,
            AffineShare = open.Length == 0 ? 1 : (double)complete / open.Length,
            Bounds = z,
            Outputs = Enumerable.Range(0, layer.Units).Where(u => verdicts[u] is Verdict.Dead or Verdict.Constant)
                .ToDictionary(u => u, u => Function(layer.Places(z, u).First()).Activation.Value(z.Low[layer.Places(z, u).First()])),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    private enum Verdict
    {
        Open,
        Dead,
        Constant,
        On,
        SaturatedLow,
        SaturatedHigh,
        SaturatedBoth,
    }

    private ActivationBounds Function(int place) => layer.Functions[layer.Functions.Count == 1 ? 0 : layer.Unit(graph.Values[_value]!, place)];

    private Verdict[] Verdicts(BoundedValue z) => [.. Enumerable.Range(0, layer.Units).Select(u => Of(z, u))];

    private Verdict Of(BoundedValue z, int unit)
    {
        int[] places = [.. layer.Places(z, unit)];
        ActivationBounds f = Function(places[0]);
        Interval all = new(places.Min(i => z.Low[i]), places.Max(i => z.High[i]));
        if (f.IsSilent(all)) return Verdict.Dead;
        if (all.IsPoint) return Verdict.Constant;
        if (f.IsOn(all)) return Verdict.On;
        if (!places.All(i => f.IsSaturatedLow(z[i]) || f.IsSaturatedHigh(z[i]))) return Verdict.Open;
        bool low = places.Any(i => f.IsSaturatedLow(z[i])), high = places.Any(i => f.IsSaturatedHigh(z[i]));
        return low && high ? Verdict.SaturatedBoth : low ? Verdict.SaturatedLow : Verdict.SaturatedHigh;
    }
}
