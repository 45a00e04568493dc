using Hillock.Bounds;
using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs.Steps;
using Hillock.Runs;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// Proves what it can of a model's units for every input of a box, against the model as it runs in floats: intervals through every
/// operator, then affine bounds for every pre-activation that is still open.
/// </summary>
internal sealed class ModelProver
{
    // e^88 is the largest exponential that a float holds; what is written out in exponentials must not come near.
    private const double LargestWrittenOut = 80;

    private readonly OnnxModel _model;
    private readonly ValueFacts _facts;
    private readonly BoundedGraph _graph;
    private readonly Dictionary<string, ProofLayer> _layers;
    private readonly HashSet<GraphNode> _inside;
    private readonly int _threads;
    private readonly List<string> _stops = [];
    private readonly List<ProvenLayer> _proven = [];
    private readonly Dictionary<string, LayerBounds> _bounds = [];
    private readonly Effort _effort;
    private readonly IProgress<string>? _progress;

    private ModelProver(OnnxModel model, ValueFacts facts, IReadOnlyList<ProofLayer> layers, IReadOnlySet<GraphNode> inside, ProofOptions options, CancellationToken cancellation)
    {
        (_model, _facts, _effort, _progress) = (model, facts, new(options, cancellation), options.Progress);
        _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        _graph = new(facts, _threads);
        _layers = layers.ToDictionary(layer => layer.Output);
        _inside = [.. inside];
    }

    /// <summary>Proves.</summary>
    /// <param name="model">The model.</param>
    /// <param name="facts">Its shapes and what is fixed in it.</param>
    /// <param name="layers">Its activations, in the order of the data.</param>
    /// <param name="inside">The nodes that these are made of.</param>
    /// <param name="boxes">What its inputs may be; those without a box are fixed.</param>
    /// <param name="description">The box in words.</param>
    /// <param name="options">What it may cost.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Proof Prove(
        OnnxModel model, ValueFacts facts, IReadOnlyList<ProofLayer> layers, IReadOnlySet<GraphNode> inside,
        IReadOnlyList<InputBox> boxes, string description, ProofOptions options, CancellationToken cancellation = default)
    {
        ModelProver prover = new(model, facts, layers, inside, options, cancellation);
        foreach (InputBox box in boxes) prover._graph.AddInput(box.Name, box.Bounds(FormatOf(model, box.Name)));
        foreach (GraphNode node in model.Graph.Nodes.TakeWhile(_ => !cancellation.IsCancellationRequested)) prover.Add(node);
        HashSet<string> reached = [.. prover._proven.Select(layer => layer.Name)];
        return new()
        {
            Model = model.Path,
            Box = description,
            Layers = prover._proven,
            Bounds = prover._bounds,
            Stops = prover._stops,
            Unreached = [.. layers.Select(layer => layer.Output).Where(name => !reached.Contains(name))],
            IsLate = prover._effort.IsLate,
            IsStopped = cancellation.IsCancellationRequested,
            Seconds = prover._effort.Elapsed.TotalSeconds,
        };
    }

    private static FloatFormat FormatOf(OnnxModel model, string input) =>
        model.Graph.Inputs.First(i => i.Name == input).Type?.TensorType?.ElemType == (int)ElementType.Float16 ? FloatFormat.Binary16 : FloatFormat.Binary32;

    private void Add(GraphNode node)
    {
        if (node.Outputs.FirstOrDefault(_layers.ContainsKey) is { } output)
        {
            Add(_layers[output]);
            return;
        }

        string[] reads = [.. node.Reads];
        if (_inside.Contains(node) || reads.All(name => _graph.TryValue(name) is null)) return;
        // Behind a stop nothing is known, and the stop has been named.
        if (reads.Any(name => _graph.TryValue(name) is null && _facts.Fixed(name) is null)) return;
        string? reason = node.HasSubgraphs ? "it holds a subgraph" : node.Outputs.Any(name => name.Length > 0 && !_facts.Knows(name)) ? "it makes something else than a tensor"
            : node.Operator is "Shape" or "Size" ? null : new StepFactory(_graph, _model.Opset).Add(node);
        if (reason is not null) _stops.Add($"{ModelError.Show(node.Proto)}: {reason}");
    }

    private void Add(ProofLayer layer)
    {
        if (_graph.TryValue(layer.Input) is not { } z) return;
        _progress?.Report($"layer {_proven.Count + 1} of {_layers.Count}, {layer.Output}: {layer.Units} units, {z.Count:N0} numbers");
        (ProvenLayer proven, _bounds[layer.Output]) = new LayerProof(_graph, layer, _threads).Run(_effort, _layers.Count - _proven.Count);
        _proven.Add(proven);
        int[]? which = layer.Functions.Count == 1 ? null : [.. Enumerable.Range(0, z.Count).Select(i => layer.Unit(z, i))];
        double largest = layer.WrittenOut && !layer.Functions[0].IsStraight ? LargestWrittenOut : double.PositiveInfinity;
        _graph.Add(layer.Output, (id, inputs) => new Elementwise(id, inputs[0], [.. layer.Functions], which, largest), layer.Input);
    }
}
