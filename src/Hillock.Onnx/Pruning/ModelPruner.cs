using System.Globalization;
using Hillock.Bounds;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Proofs.Steps;
using Hillock.Onnx.Schema;
using Hillock.Statistics;

namespace Hillock.Onnx.Pruning;

/// <summary>
/// Removes units that give the same output for every input of the data, or provably of a box, so that nothing changes there; and verifies
/// that in ONNX Runtime.
/// </summary>
public sealed class ModelPruner
{
    /// <summary>How far outputs may move, as a share of max(1, the largest output of the row): what other sums of the same terms differ by.</summary>
    public const double Tolerance = 1e-5;

    // A unit whose input is rounded differently after a removal may fall silent too; a few rounds end that.
    private const int MostRounds = 8;
    private const string MetadataKey = "hillock.certificate";

    private readonly OnnxModel _original;
    private readonly PruneOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, int> _sizes = [];
    private readonly Dictionary<string, List<int>> _left = [];
    private readonly Dictionary<string, IReadOnlyList<KeptUnit>> _kept = [];
    private readonly List<string> _notCompared = [];

    private ModelPruner(OnnxModel model, PruneOptions options, CancellationToken cancellation) => (_original, _options, _cancellation) = (model, options, cancellation);

    /// <summary>Removes what can go.</summary>
    /// <exception cref="InvalidDataException">The data do not fit the model, or ONNX Runtime refuses it.</exception>
    /// <exception cref="DifferenceException">The outputs moved further than the tolerance.</exception>
    public static PrunedModel Prune(OnnxModel model, PruneOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new ModelPruner(model, options, cancellation).Run();
    }

    private PrunedModel Run()
    {
        OnnxModel model = _original;
        ValueFacts before = Facts(model), after = before;
        for (int round = 0; round < MostRounds; round++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Smaller(model, after, Constants(model)) is not { } smaller) break;
            model = smaller;
            after = Facts(model);
        }

        bool changed = !ReferenceEquals(model, _original);
        Certificate certificate = new()
        {
            Model = Path.GetFileName(_original.Path),
            ModelHash = DataName.Hash(_original.Path),
            Grounds = _options.Boxes is null ? "the same output for every sample of the data" : $"proven to give the same output for every input in the box {_options.Box}",
            Data = _options.Data,
            Layers = Layers(),
            ParametersBefore = _original.Parameters,
            ParametersAfter = model.Parameters,
            MultiplyAddsBefore = MultiplyAdds(_original.Graph, before),
            MultiplyAddsAfter = MultiplyAdds(model.Graph, after),
            Tolerance = Tolerance,
            Demanded = changed ? [.. Compare(model, demanded: true)] : [],
            Reported = changed ? [.. Compare(model, demanded: false)] : [],
            NotCompared = _notCompared,
        };
        if (certificate.Demanded.FirstOrDefault(d => !(d.Relative <= Tolerance)) is { } worst)
            throw new DifferenceException(string.Create(CultureInfo.InvariantCulture,
                $"{_original.Path}: without the {certificate.Removed} units its outputs differ by up to {worst.Largest:G3} on {worst.Inputs}, "
                + $"{worst.Relative:G3} of max(1, the largest of the row) where {Tolerance:G1} is allowed; nothing was written"));
        if (changed)
        {
            foreach (StringStringEntryProto old in model.Proto.MetadataProps.Where(m => m.Key == MetadataKey).ToArray()) model.Proto.MetadataProps.Remove(old);
            model.Proto.MetadataProps.Add(new StringStringEntryProto { Key = MetadataKey, Value = certificate.ToShortJson() });
        }

        return new(_original, model, certificate);
    }

    private ValueFacts Facts(OnnxModel model) => InputBoxes.Facts(model,
        _options.Boxes is { } boxes ? InputBoxes.Feed(_options.Feeds, boxes, 1 << 16, BoxPlace.Middle) : _options.Feeds);

    /// <summary>By layer, the units that give one number for every input in question, and the number.</summary>
    private Dictionary<string, IReadOnlyDictionary<int, double>> Constants(OnnxModel model)
    {
        if (_options.Boxes is { } boxes)
        {
            Proof proof = Prover.Prove(model, _options.Feeds, boxes, _options.Box, _options.Proof, _cancellation);
            _cancellation.ThrowIfCancellationRequested();
            return proof.Layers.ToDictionary(l => l.Name, l => proof.Bounds[l.Name].Outputs);
        }

        ProbeResult seen = ModelProbe.Run(model, _options.Feeds, _cancellation);
        _cancellation.ThrowIfCancellationRequested();
        return seen.Layers.Zip(seen.Statistics).ToDictionary(l => l.First.Name, l => (IReadOnlyDictionary<int, double>)Constants(l.Second));
    }

    private static Dictionary<int, double> Constants(UnitStatistics statistics)
    {
        UnitLists lists = statistics.Classify();
        return lists.Dead.Concat(lists.Constant).ToDictionary(unit => unit, unit => (statistics[unit].Output.Minimum + statistics[unit].Output.Maximum) / 2);
    }

    /// <summary>The model without what can go of these units; null where nothing can.</summary>
    private OnnxModel? Smaller(OnnxModel model, ValueFacts facts, Dictionary<string, IReadOnlyDictionary<int, double>> constants)
    {
        OnnxModel copy = OnnxModel.Of(model.Path, model.Proto.Clone());
        // The facts are those of the same graph; only the nodes are other objects.
        IReadOnlyDictionary<string, ProofLayer> layers = ProofLayers.Of(copy, ActivationFinder.Find(copy.Graph), facts, FloatFormat.Binary32).ToDictionary(l => l.Output);
        UnitGraph units = new UnitGraphBuilder(copy.Graph, facts, layers, constants).Build();
        (ProofLayer Layer, int Unit)[] candidates = [.. constants.Where(c => layers.ContainsKey(c.Key))
            .SelectMany(c => c.Value.Keys.Order().Select(unit => (layers[c.Key], unit)))];
        bool Fits(ProofLayer layer) => units.Has(layer.Output) && units.Axis(layer.Output) == layer.Axis && units.Size(layer.Output) == layer.Units;
        UnitSelection selection = new(units, facts);
        selection.Decide(candidates.Where(c => Fits(c.Layer)).Select(c => units.Strand(c.Layer.Output, c.Unit)));
        foreach (ProofLayer layer in layers.Values.Where(l => constants.ContainsKey(l.Output)))
        {
            _sizes.TryAdd(layer.Output, layer.Units);
            if (!_left.TryGetValue(layer.Output, out List<int>? left)) _left[layer.Output] = left = [.. Enumerable.Range(0, layer.Units)];
            _kept[layer.Output] = [.. constants[layer.Output].Keys.Order().Where(unit => !Fits(layer) || !selection.Going.Contains(units.Strand(layer.Output, unit)))
                .Select(unit => new KeptUnit(left[unit], Fits(layer) ? units.Reason(units.Strand(layer.Output, unit)) ?? "" : "its layer is not made by an operator whose units can be cut"))];
            if (Fits(layer)) _left[layer.Output] = [.. left.Where((_, unit) => !selection.Going.Contains(units.Strand(layer.Output, unit)))];
        }

        if (selection.Going.Count == 0) return null;
        new UnitRemoval(copy, facts, units, selection.Going).Run();
        return OnnxModel.Of(model.Path, copy.Proto);
    }

    private IReadOnlyList<PrunedLayer> Layers() =>
        [.. _sizes.Select(size => new PrunedLayer(size.Key, size.Value, [.. Enumerable.Range(0, size.Value).Except(_left[size.Key])], _kept[size.Key]))
            .Where(layer => layer.Removed.Count + layer.Kept.Count > 0)];

    private IEnumerable<OutputDifference> Compare(OnnxModel model, bool demanded)
    {
        OutputDifference On(ProbeOptions feeds, string inputs) => OutputComparison.Run(_original, model, feeds, inputs, _cancellation);
        bool proven = _options.Boxes is not null;
        if (demanded && _options.Data is { } data) yield return On(_options.Feeds, data.Name) with { Hashes = data.Hashes };
        if (!demanded)
            foreach ((DataName name, ProbeOptions feeds) in _options.Verify) yield return On(feeds, name.Name) with { Hashes = name.Hashes };
        if (proven != demanded) yield break;
        if ((_options.Boxes ?? BoxesOfData()) is not { } boxes) yield break;
        string of = proven ? $"the box {_options.Box}" : "the box of the data";
        yield return On(InputBoxes.Feed(_options.Feeds, boxes, _options.Drawn, BoxPlace.Inside), $"random inputs of {of}");
        yield return On(InputBoxes.Feed(_options.Feeds, boxes, _options.Drawn, BoxPlace.Corners), $"random corners of {of}");
    }

    // What is only reported stops nothing.
    private IReadOnlyList<InputBox>? BoxesOfData()
    {
        try
        {
            return InputBoxes.OfData(_original, _options.Feeds);
        }
        catch (InvalidDataException refused)
        {
            _notCompared.Add($"random inputs of the box of the data: {refused.Message}");
            return null;
        }
    }

    private static long MultiplyAdds(ModelGraph graph, ValueFacts facts) => graph.Nodes.Sum(node => node.Operator switch
    {
        "Conv" => (long)Places.Count(facts.Shape(node.Outputs[0])) * Places.Count(facts.Shape(node.Inputs[1])[1..]),
        "ConvTranspose" => (long)Places.Count(facts.Shape(node.Inputs[0])) * Places.Count(facts.Shape(node.Inputs[1])[1..]),
        "MatMul" => (long)Places.Count(facts.Shape(node.Outputs[0])) * facts.Shape(node.Inputs[0])[^1],
        "Gemm" => (long)Places.Count(facts.Shape(node.Outputs[0])) * facts.Shape(node.Inputs[0])[node.Integer("transA", 0) != 0 ? 0 : 1],
        _ => 0,
    });
}
