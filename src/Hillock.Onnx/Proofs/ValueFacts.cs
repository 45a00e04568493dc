using Hillock.Onnx.Models;
using Hillock.Onnx.Running;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// Shapes of all values of a model, and the values themselves where no input of the box can change them: from one run in ONNX Runtime, so
/// that whatever computes a shape or a weight need not be understood here.
/// </summary>
internal sealed class ValueFacts
{
    private readonly Dictionary<string, int[]> _shapes = [];
    private readonly Dictionary<string, FixedValue> _fixed = [];

    /// <param name="model">The model.</param>
    /// <param name="inputs">A value for each input.</param>
    /// <param name="free">The inputs that may change.</param>
    public ValueFacts(OnnxModel model, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlySet<string> free)
    {
        ModelGraph graph = model.Graph;
        HashSet<string> moving = [.. free];
        foreach (GraphNode node in graph.Nodes)
            // What depends on the shape alone is fixed with it.
            if (node.Operator is not ("Shape" or "Size") && (node.Reads.Any(moving.Contains) || node.Operator.StartsWith("Random", StringComparison.Ordinal)))
                moving.UnionWith(node.Outputs);
        using ModelSession session = ModelSession.Open(model, graph.Nodes.SelectMany(n => n.Outputs),
            inputs.ToDictionary(i => i.Key, i => i.Value.GetTensorTypeAndShape().Shape));
        string[] names = [.. session.Outputs.Keys];
        using IDisposableReadOnlyCollection<OrtValue> values = Run(model, session, inputs, names);
        for (int i = 0; i < names.Length; i++)
        {
            if (!values[i].IsTensor) continue;
            _shapes[names[i]] = [.. values[i].GetTensorTypeAndShape().Shape.Select(size => (int)size)];
            if (!moving.Contains(names[i]) && Numbers(values[i]) is { } data) _fixed[names[i]] = new(_shapes[names[i]], data);
        }

        foreach ((string name, OrtValue value) in inputs)
        {
            _shapes[name] = [.. value.GetTensorTypeAndShape().Shape.Select(size => (int)size)];
            if (!free.Contains(name) && Numbers(value) is { } data) _fixed[name] = new(_shapes[name], data);
        }

        Graph = graph;
    }

    public ModelGraph Graph { get; }

    public int[] Shape(string name) => _shapes.TryGetValue(name, out int[]? shape) ? shape : Fixed(name)!.Shape;

    /// <summary>Whether the run told the value's shape: a sequence, or what a subgraph keeps to itself, has none.</summary>
    public bool Knows(string name) => _shapes.ContainsKey(name);

    public FixedValue? Fixed(string name)
    {
        if (_fixed.TryGetValue(name, out FixedValue? known)) return known;
        if (Graph.Tensor(name) is null || Graph.Constant(name) is not { } constant) return null;
        return _fixed[name] = new(constant.Shape, [.. constant.Data.Select(v => (double)v)]);
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(OnnxModel model, ModelSession session, IReadOnlyDictionary<string, OrtValue> inputs, string[] names)
    {
        try
        {
            using RunOptions options = new();
            return session.Session.Run(options, [.. inputs.Keys], [.. inputs.Values], names);
        }
        catch (OnnxRuntimeException exception)
        {
            string shapes = string.Join(", ", inputs.Select(i => $"{i.Key} {string.Join('x', i.Value.GetTensorTypeAndShape().Shape)}"));
            throw ModelError.At(model.Path, null, $"ONNX Runtime does not take {shapes} ({RuntimeText.Short(exception.Message)})", "give other sizes with --shape");
        }
    }

    // What else there is, quantised weights among it, is no fact of a proof.
    private static double[]? Numbers(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType
        is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.Int64 or TensorElementType.Int32 ? TensorNumbers.Of(value) : null;
}
