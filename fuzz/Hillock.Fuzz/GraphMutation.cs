using Google.Protobuf;
using Hillock.Onnx.Schema;

namespace Hillock.Fuzz;

/// <summary>Damages of a model's graph that leave the file well-formed: nodes doubled, rewired, renamed, chained.</summary>
internal static class GraphMutation
{
    private static readonly string[] Operators =
        ["Relu", "Max", "Min", "Add", "Mul", "Sub", "Div", "Pow", "Where", "Clip", "Identity", "Cast", "Sigmoid", "Tanh", "Gemm", "MatMul", "Conv", "MaxPool", "Concat", "Split", "Reshape",
            "Flatten", "Transpose", "BatchNormalization", "PRelu", "LeakyRelu", "Elu", "If", "Loop", "Softmax", "LSTM", "QuantizeLinear", "Shrink", "ThresholdedRelu", "Gelu"];

    public static byte[] Of(byte[] from, Random random)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(from);
        for (int left = random.Next(1, 12); left > 0; left--) Damage(model.Graph, random);
        return model.ToByteArray();
    }

    private static void Damage(GraphProto graph, Random random)
    {
        if (graph.Node.Count == 0) return;
        NodeProto node = graph.Node[random.Next(graph.Node.Count)];
        string[] values = [.. graph.Input.Select(i => i.Name), .. graph.Initializer.Select(t => t.Name), .. graph.Node.SelectMany(n => n.Output), ""];
        string Any() => values[random.Next(values.Length)];
        switch (random.Next(8))
        {
            case 0: node.OpType = Operators[random.Next(Operators.Length)]; break;
            case 1 when node.Input.Count > 0: node.Input[random.Next(node.Input.Count)] = Any(); break;
            case 2: node.Input.Add(Any()); break;
            case 3: node.Attribute.Clear(); break;
            case 4: node.Output.Add($"more{random.Next(1 << 30)}"); break;
            case 5: graph.Output.Add(new ValueInfoProto { Name = Any() }); break;
            case 6 when graph.Initializer.Count > 0: graph.Initializer.RemoveAt(random.Next(graph.Initializer.Count)); break;
            default: Grow(graph, node, Operators[random.Next(Operators.Length)], random.Next(1, 40), random.Next(1, 7)); break;
        }
    }

    // A chain behind a node, each link reading the one before several times; whoever read the node reads its end.
    private static void Grow(GraphProto graph, NodeProto node, string type, int links, int reads)
    {
        if (node.Output.Count == 0) return;
        string begin = node.Output[0], at = begin;
        NodeProto[] readers = [.. graph.Node.Where(n => n.Input.Contains(begin))];
        for (int i = 0; i < links; i++)
        {
            NodeProto link = new() { OpType = type };
            link.Input.AddRange(Enumerable.Repeat(at, reads));
            link.Output.Add(at = $"{begin}.{graph.Node.Count}");
            graph.Node.Add(link);
        }

        foreach (NodeProto reader in readers)
            for (int i = 0; i < reader.Input.Count; i++)
                if (reader.Input[i] == begin) reader.Input[i] = at;
    }
}
