using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;

namespace Hillock.Onnx.Probing;

/// <summary>
/// The layers of a model: its hidden activation functions with the affine maps before them; what belongs to an output, and what cannot be
/// watched, by name.
/// </summary>
internal sealed class ModelLayers
{
    private static readonly string[] ShapeOnly = ["Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Identity", "Cast"];
    private static readonly string[] Recurrent = ["LSTM", "GRU", "RNN"];
    private static readonly string[] Rows = ["Softmax", "LogSoftmax", "Hardmax"];
    private readonly ModelGraph _graph;

    public ModelLayers(ModelGraph graph)
    {
        _graph = graph;
        List<FoundActivation> hidden = [];
        List<string> outputs = [], unwatched = [];
        foreach (FoundActivation found in ActivationFinder.Find(graph))
        {
            if (IsOutput(found.Output)) outputs.Add(found.ToString());
            else if (graph.Producer(found.Input) is null) unwatched.Add($"{found}: it works on an input of the model, so there is no layer before it");
            else hidden.Add(found);
        }

        foreach (GraphNode node in graph.Nodes)
        {
            if (node.HasSubgraphs) unwatched.Add($"{node}: its subgraphs are left alone");
            else if (Recurrent.Contains(node.Operator)) unwatched.Add($"{node}: the functions inside a recurrent operator cannot be seen");
            else if (Rows.Contains(node.Operator) && !IsOutput(node.Outputs[0])) unwatched.Add($"{node}: a function of whole rows has no units");
            else if (Rows.Contains(node.Operator)) outputs.Add($"{node.Operator} at {ModelError.Show(node.Outputs[0])}");
            else if (node.Operator == "PRelu" && OperatorFunction.Of(node, graph) is null) unwatched.Add($"{node}: its slope differs from unit to unit");
        }

        (Hidden, Outputs, Unwatched) = (hidden, outputs, unwatched);
    }

    public IReadOnlyList<FoundActivation> Hidden { get; }

    public IReadOnlyList<string> Outputs { get; }

    public IReadOnlyList<string> Unwatched { get; }

    /// <summary>The layers that a layer gets its values from, nearest first; "" stands for the model's input.</summary>
    public IReadOnlyList<string> Before(FoundActivation layer, IReadOnlySet<string> layers)
    {
        List<string> before = [];
        HashSet<string> seen = [];
        Queue<string> open = new([layer.Input]);
        while (open.TryDequeue(out string? value))
        {
            if (!seen.Add(value)) continue;
            if (layers.Contains(value)) before.Add(value);
            else if (_graph.Producer(value) is { } node)
                foreach (string read in node.Reads.Where(r => _graph.Tensor(r) is null)) open.Enqueue(read);
            else if (_graph.Inputs.Any(i => i.Name == value) && !before.Contains("")) before.Add("");
        }

        return before;
    }

    // Directly, or through what only changes the shape.
    private bool IsOutput(string value)
    {
        HashSet<string> seen = [value];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? at))
        {
            IReadOnlyList<GraphNode> consumers = _graph.Consumers(at);
            if (consumers.Count == 0 ? !_graph.IsOutput(at) : !consumers.All(c => ShapeOnly.Contains(c.Operator))) return false;
            foreach (GraphNode consumer in consumers.Where(c => seen.Add(c.Outputs[0]))) open.Enqueue(consumer.Outputs[0]);
        }

        return true;
    }
}
