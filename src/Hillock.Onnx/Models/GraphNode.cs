using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Models;

/// <summary>A node of a graph, with what it takes from outside through subgraphs of its own.</summary>
internal sealed class GraphNode(NodeProto proto, int index)
{
    private IReadOnlyList<string>? _captured;

    public NodeProto Proto { get; } = proto;

    /// <summary>Its place in <see cref="ModelGraph.Nodes"/>.</summary>
    public int Index { get; } = index;

    public string Name => Proto.Name;

    /// <summary>The operator; one of another domain than ONNX's own is written "domain:Name".</summary>
    public string Operator => Proto.Domain is "" or "ai.onnx" ? Proto.OpType : $"{Proto.Domain}:{Proto.OpType}";

    /// <summary>Inputs by position; an optional one that is left out is the empty name.</summary>
    public IReadOnlyList<string> Inputs => Proto.Input;

    public IReadOnlyList<string> Outputs => Proto.Output;

    /// <summary>Whether it holds subgraphs (If, Loop, Scan), which are left alone.</summary>
    public bool HasSubgraphs => Subgraphs(Proto).Any();

    /// <summary>The names from outside that its subgraphs read.</summary>
    public IReadOnlyList<string> Captured => _captured ??= [.. Subgraphs(Proto).SelectMany(Free).Distinct()];

    /// <summary>Everything it reads.</summary>
    public IEnumerable<string> Reads => Inputs.Where(name => name.Length > 0).Concat(Captured);

    public AttributeProto? Attribute(string name) => Proto.Attribute.FirstOrDefault(a => a.Name == name);

    public long Integer(string name, long otherwise) => Attribute(name) is { } a ? a.I : otherwise;

    public float Number(string name, float otherwise) => Attribute(name) is { } a ? a.F : otherwise;

    public string Text(string name, string otherwise) => Attribute(name) is { } a ? a.S.ToStringUtf8() : otherwise;

    /// <summary>A list of whole numbers; null where the attribute is absent.</summary>
    public IReadOnlyList<long>? Integers(string name) => Attribute(name)?.Ints;

    public override string ToString() => ModelError.Show(Proto);

    private static IEnumerable<GraphProto> Subgraphs(NodeProto node) =>
        node.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Prepend(a.G));

    private static IEnumerable<string> Free(GraphProto graph)
    {
        HashSet<string> own = [.. graph.Input.Select(i => i.Name), .. graph.Initializer.Select(t => t.Name), .. graph.Node.SelectMany(n => n.Output)];
        return graph.Node.SelectMany(n => n.Input.Concat(Subgraphs(n).SelectMany(Free)))
            .Concat(graph.Output.Select(o => o.Name)).Where(name => name.Length > 0 && !own.Contains(name));
    }
}
