using System.Runtime.InteropServices;
using Google.Protobuf;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Pruning;

/// <summary>Weights that stand in a model and may be replaced by others.</summary>
internal static class StoredWeights
{
    /// <summary>
    /// The stored tensor of floats behind a value: itself, or what it is a reshaped view of. Null for anything that is computed, and for
    /// other types.
    /// </summary>
    public static TensorProto? Source(ModelGraph graph, string name)
    {
        for (int step = 0; step < 8; step++)
        {
            if (graph.Tensor(name) is { } tensor) return (ElementType)tensor.DataType is ElementType.Float or ElementType.Float16 ? tensor : null;
            if (graph.Producer(name) is not { Operator: "Identity" or "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" } node) return null;
            name = node.Inputs[0];
        }

        return null;
    }

    /// <summary>A tensor of the given type with these numbers, rounded to it.</summary>
    public static TensorProto Tensor(string name, IReadOnlyList<int> shape, double[] values, ElementType type)
    {
        if (type != ElementType.Float16) return TensorValues.Of(name, shape.Select(d => (long)d), Array.ConvertAll(values, v => (float)v));
        TensorProto tensor = new()
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(Array.ConvertAll(values, v => (Half)v).AsSpan())),
        };
        tensor.Dims.AddRange(shape.Select(d => (long)d));
        return tensor;
    }
}
