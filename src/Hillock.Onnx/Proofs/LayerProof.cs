using System.Diagnostics;
using Hillock.Bounds;
using Hillock.Runs;

namespace Hillock.Onnx.Proofs;

/// <summary>Proves what it can of one layer: intervals first, then affine bounds for the numbers that are still open.</summary>
/// <param name="graph">The model as far as it is bounded.</param>
/// <param name="layer">The layer.</param>
/// <param name="threads">Threads.</param>
internal sealed class LayerProof(BoundedGraph graph, ProofLayer layer, int threads)
{
    private readonly int _value = graph.Number(layer.Input);

    /// <summary>Tightens the layer's pre-activation and says what holds.</summary>
    /// <param name="effort">What affine bounds may still take.</param>
    /// <param name="layers">How many layers, this one included, share it.</param>
    public (ProvenLayer Proven, LayerBounds Bounds) Run(Effort effort, int layers)
    {
        long start = Stopwatch.GetTimestamp();
        BoundedValue z = graph.Values[_value]!;
        int byIntervals = Verdicts(z).Count(v => v != Verdict.Open);
        int[] open = graph.MayTighten(_value) ? [.. Enumerable.Range(0, z.Count).Where(i => z[i].IsFinite && !z[i].IsPoint && !Function(i).IsLinear(z[i]))] : [];
        AffineBounds affine = new(graph, _value, InPicture(z, open));
        if (open.Length > 0 && !effort.IsOver) affine.Tighten(effort, layers, threads);
        Verdict[] verdicts = Verdicts(z);
        int[] Of(Verdict verdict) => [.. Enumerable.Range(0, layer.Units).Where(u => verdicts[u] == verdict)];
        ProvenLayer proven = new()
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
            AffineShare = open.Length == 0 ? null : (double)affine.Complete / open.Length,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
        return (proven, new(z, Enumerable.Range(0, layer.Units).Where(u => verdicts[u] is Verdict.Dead or Verdict.Constant)
            .ToDictionary(u => u, u => Function(layer.Places(z, u).First()).Activation.Value(z.Low[layer.Places(z, u).First()]))));
    }

    // All units of a place, then the next place: they see the same numbers.
    private int[] InPicture(BoundedValue z, int[] open)
    {
        int inner = layer.Inner(z);
        if (inner > 1) Array.Sort(Array.ConvertAll(open, i => ((long)(i % inner) << 32) + i), open);
        return open;
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
