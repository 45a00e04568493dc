using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Models;

/// <summary>
/// The main graph of a model as a graph: who makes a value, who reads it, what is constant. Nodes stand in an order in which each reads
/// only what earlier ones made. A view: change the model and take a new one.
/// </summary>
internal sealed class ModelGraph
{
    private readonly string _model;
    private readonly Dictionary<string, GraphNode> _producers = [];
    private readonly Dictionary<string, List<GraphNode>> _consumers = [];
    private readonly Dictionary<string, TensorProto> _tensors = [];
    private readonly Dictionary<string, FloatTensor?> _floats = [];
    private readonly HashSet<string> _outputs;

    /// <exception cref="InvalidDataException">A value is made twice or by nobody, or the graph has a cycle.</exception>
    public ModelGraph(string model, GraphProto graph)
    {
        _model = model;
        Proto = graph;
        foreach (TensorProto tensor in graph.Initializer)
            if (!_tensors.TryAdd(tensor.Name, tensor))
                throw ModelError.At(model, null, $"the tensor {ModelError.Show(tensor.Name)} is given twice", "export the model again");
        Inputs = [.. graph.Input.Where(i => !_tensors.ContainsKey(i.Name))];
        Nodes = Ordered(graph);
        _outputs = [.. graph.Output.Select(o => o.Name)];
        foreach (GraphNode node in Nodes)
            foreach (string name in node.Reads.Distinct())
                (_consumers.TryGetValue(name, out List<GraphNode>? list) ? list : _consumers[name] = []).Add(node);
        foreach (GraphNode node in Nodes.Where(n => n.Operator == "Constant"))
            if (ConstantTensor(node) is { } tensor) _tensors.TryAdd(node.Outputs[0], tensor);
    }

    public GraphProto Proto { get; }

    /// <summary>The inputs that a caller must give: those without an initial value.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs { get; }

    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The node that makes a value; null for inputs and initial values.</summary>
    public GraphNode? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>The nodes that read a value, those included that do it through a subgraph.</summary>
    public IReadOnlyList<GraphNode> Consumers(string value) => _consumers.GetValueOrDefault(value) ?? [];

    public bool IsOutput(string value) => _outputs.Contains(value);

    /// <summary>The stored tensor of that name: an initial value or a Constant node's; null for anything that is computed.</summary>
    public TensorProto? Tensor(string value) => _tensors.GetValueOrDefault(value);

    /// <summary>
    /// The value as floats where it does not depend on the input: stored, or made from stored ones by Identity, Cast to a type of floats,
    /// Reshape, Squeeze, Unsqueeze or DequantizeLinear. Null for anything else.
    /// </summary>
    public FloatTensor? Constant(string value)
    {
        if (_floats.TryGetValue(value, out FloatTensor? known)) return known;
        FloatTensor? found = Tensor(value) is { } tensor ? TensorValues.Floats(_model, tensor) : Producer(value) is { } node ? Folded(node) : null;
        return _floats[value] = found;
    }

    /// <summary>The value as one number, where it is constant and one number.</summary>
    public float? Scalar(string value) => value.Length == 0 ? null : Constant(value)?.Scalar;

    private FloatTensor? Folded(GraphNode node) => node.Operator switch
    {
        "Identity" => Constant(node.Inputs[0]),
        "Cast" when (ElementType)node.Integer("to", 0) is ElementType.Float or ElementType.Double => Constant(node.Inputs[0]),
        "Reshape" or "Squeeze" or "Unsqueeze" when Constant(node.Inputs[0]) is { } x && Shape(node, x.Shape) is { } shape => x with { Shape = shape },
        "DequantizeLinear" => Dequantised(node),
        _ => null,
    };

    // The list of whole numbers is the second input, or an attribute in older opsets.
    private int[]? Shape(GraphNode node, int[] from)
    {
        bool asInput = node.Inputs.Count > 1 && node.Inputs[1].Length > 0;
        long[]? list = asInput ? Tensor(node.Inputs[1]) is { } tensor ? TensorValues.Integers(tensor) : null
            : [.. node.Integers(node.Operator == "Reshape" ? "shape" : "axes") ?? []];
        if (list is null) return null;
        int total = from.Aggregate(1, (a, b) => a * b);
        int[]? to = node.Operator switch
        {
            "Reshape" => [.. list.Select((size, i) => size == 0 && i < from.Length ? from[i] : (int)size)],
            "Squeeze" => [.. from.Where((size, i) => list.Length == 0 ? size != 1 : !list.Contains(i) && !list.Contains(i - from.Length))],
            _ => Unsqueezed(from, list),
        };
        if (to is null) return null;
        int open = Array.IndexOf(to, -1), known = to.Where(size => size != -1).Aggregate(1, (a, b) => a * b);
        if (open >= 0 && known != 0) to[open] = total / known;
        return to.Aggregate(1L, (a, b) => a * b) == total ? to : null;
    }

    private static int[]? Unsqueezed(int[] from, long[] axes)
    {
        int rank = from.Length + axes.Length;
        HashSet<long> ones = [.. axes.Select(a => a < 0 ? a + rank : a)];
        if (ones.Count != axes.Length || ones.Any(a => a < 0 || a >= rank)) return null;
        Queue<int> left = new(from);
        return [.. Enumerable.Range(0, rank).Select(i => ones.Contains(i) ? 1 : left.Dequeue())];
    }

    // One scale for all, or one for each index of an axis; blocks (opset 21) are left to ONNX Runtime.
    private FloatTensor? Dequantised(GraphNode node)
    {
        if (Constant(node.Inputs[0]) is not { } x || Constant(node.Inputs[1]) is not { } scale || node.Integer("block_size", 0) != 0) return null;
        FloatTensor? zero = node.Inputs.Count > 2 && node.Inputs[2].Length > 0 ? Constant(node.Inputs[2]) : null;
        int axis = (int)node.Integer("axis", 1), n = scale.Data.Length;
        if (axis < 0) axis += x.Shape.Length;
        if (n != 1 && (axis < 0 || axis >= x.Shape.Length || x.Shape[axis] != n)) return null;
        int inner = n == 1 ? 1 : x.Shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        float[] data = new float[x.Data.Length];
        for (int i = 0; i < data.Length; i++)
        {
            int at = n == 1 ? 0 : i / inner % n;
            data[i] = (x.Data[i] - (zero is null ? 0 : zero.Data[zero.Data.Length == 1 ? 0 : at])) * scale.Data[at];
        }

        return new(x.Shape, data);
    }

    private static TensorProto? ConstantTensor(GraphNode node)
    {
        string name = node.Outputs.Count > 0 ? node.Outputs[0] : "";
        if (node.Attribute("value") is { T: { } tensor }) return tensor;
        if (node.Attribute("value_float") is { } f) return TensorValues.Of(name, [], [f.F]);
        if (node.Attribute("value_floats") is { } fs) return TensorValues.Of(name, [fs.Floats.Count], fs.Floats.ToArray());
        if (node.Attribute("value_int") is { } i) return TensorValues.Of(name, [], [i.I]);
        if (node.Attribute("value_ints") is { } ints) return TensorValues.Of(name, [ints.Ints.Count], ints.Ints.ToArray());
        return null;
    }

    // Kahn's order; among nodes that are ready the one that stands first in the file goes first, so an ordered file keeps its order.
    private List<GraphNode> Ordered(GraphProto graph)
    {
        GraphNode[] nodes = [.. graph.Node.Select((node, i) => new GraphNode(node, i))];
        HashSet<string> given = [.. graph.Input.Select(i => i.Name), .. _tensors.Keys, .. graph.SparseInitializer.Select(s => s.Values?.Name ?? "")];
        foreach (GraphNode node in nodes)
            foreach (string output in node.Outputs.Where(o => o.Length > 0))
                if (given.Contains(output) || !_producers.TryAdd(output, node))
                    throw ModelError.At(_model, $"node {node}", $"its output {ModelError.Show(output)} is already given", "export the model again");

        int[] waiting = new int[nodes.Length];
        List<int>[] after = [.. nodes.Select(_ => new List<int>())];
        PriorityQueue<int, int> ready = new();
        foreach (GraphNode node in nodes)
        {
            foreach (string name in node.Reads.Distinct())
            {
                if (_producers.TryGetValue(name, out GraphNode? producer))
                {
                    after[producer.Index].Add(node.Index);
                    waiting[node.Index]++;
                }
                else if (!given.Contains(name))
                {
                    throw ModelError.At(_model, $"node {node}", $"it reads {ModelError.Show(name)}, which nothing gives", "export the model again");
                }
            }

            if (waiting[node.Index] == 0) ready.Enqueue(node.Index, node.Index);
        }

        List<GraphNode> ordered = [];
        while (ready.TryDequeue(out int at, out _))
        {
            GraphNode node = new(nodes[at].Proto, ordered.Count);
            ordered.Add(node);
            foreach (string output in node.Outputs.Where(o => o.Length > 0)) _producers[output] = node;
            foreach (int next in after[at])
                if (--waiting[next] == 0) ready.Enqueue(next, next);
        }

        return ordered.Count == nodes.Length ? ordered
            : throw ModelError.At(_model, $"node {nodes.First(n => waiting[n.Index] > 0)}", "it waits for its own result: the graph has a cycle", "export the model again");
    }
}
