using Hillock.Onnx.Models;

namespace Hillock.Onnx.Activations;

/// <summary>The affine map before a value, and along which axis of the value its units lie.</summary>
/// <param name="Node">The convolution or matrix product.</param>
/// <param name="AxisFromEnd">The units' axis, counted from the end: 1 is the last.</param>
internal sealed record Affine(GraphNode Node, int AxisFromEnd)
{
    private const int Farthest = 24;

    /// <summary>Looks back from a value through additions, normalisations and changes of order; null where no affine map is found.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value.</param>
    /// <param name="rankOf">The number of axes of a value; null where it is not known.</param>
    public static Affine? Before(ModelGraph graph, string value, Func<string, int?>? rankOf = null)
    {
        // The axis is asked of the map's own output, then followed forward through what changes the order.
        List<GraphNode> turns = [];
        for (int step = 0; step < Farthest; step++)
        {
            if (graph.Producer(value) is not { } node) return null;
            if (Axis(graph, node, rankOf) is int axis)
            {
                foreach (GraphNode turn in Enumerable.Reverse(turns))
                {
                    IReadOnlyList<long>? order = turn.Integers("perm");
                    int rank = order?.Count ?? axis;
                    int from = rank - axis, to = order is null ? axis - 1 : order.ToList().IndexOf(from);
                    if (to < 0) return null;
                    axis = rank - to;
                }

                return new(node, axis);
            }

            switch (node.Operator)
            {
                case "Transpose":
                    if (node.Integers("perm") is null) return null;
                    turns.Add(node);
                    break;
                case "BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "Dropout" or "Cast" or "Identity" or "Add" or "Sub" or "Mul" or "Div"
                    or "QuantizeLinear" or "DequantizeLinear" or "MaxPool" or "AveragePool" or "Concat" or "Pad" or "Relu" or "Clip" or "Resize" or "Upsample" or "GlobalAveragePool":
                    break;
                default: return null;
            }

            string? next = node.Inputs.FirstOrDefault(i => i.Length > 0 && graph.Constant(i) is null);
            if (next is null) return null;
            value = next;
        }

        return null;
    }

    /// <summary>The axis, counted from the end, along which the next affine map sums: for a value with none before it; null where there is none.</summary>
    public static int? AxisSummedAfter(ModelGraph graph, string value)
    {
        for (int step = 0; step < Farthest; step++)
        {
            IReadOnlyList<GraphNode> consumers = graph.Consumers(value);
            if (consumers.FirstOrDefault(c => c.Operator is "Conv" or "ConvTranspose" && c.Inputs[0] == value) is { } convolution)
                return graph.Constant(convolution.Inputs[1])?.Shape.Length - 1;
            if (consumers.Any(c => c.Operator is "Gemm" or "MatMul" && c.Inputs[0] == value)) return 1;
            if (consumers.Count != 1 || consumers[0].Operator is not ("Identity" or "Cast" or "Dropout" or "Mul" or "Add" or "BatchNormalization")) return null;
            value = consumers[0].Outputs[0];
        }

        return null;
    }

    private static int? Axis(ModelGraph graph, GraphNode node, Func<string, int?>? rankOf)
    {
        switch (node.Operator)
        {
            case "Gemm" or "com.microsoft:FusedMatMul" or "com.microsoft:FusedGemm" or "QLinearMatMul":
                return 1;
            // With the weights before the data the units are rows.
            case "MatMul" or "MatMulInteger":
                return graph.Constant(node.Inputs[0]) is not null ? 2 : 1;
            case "Conv" or "ConvTranspose" or "QLinearConv" or "ConvInteger" or "com.microsoft:FusedConv":
                int? rank = graph.Constant(node.Inputs[node.Operator == "QLinearConv" ? 3 : 1])?.Shape.Length ?? rankOf?.Invoke(node.Outputs[0]);
                return rank is int r ? r - 1 : rankOf is null ? 1 : null;
            default: return null;
        }
    }
}
