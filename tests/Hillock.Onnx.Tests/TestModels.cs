using Google.Protobuf;
using Hillock.Networks;
using Hillock.Onnx.Export;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Tests;

/// <summary>Small models made for tests.</summary>
internal static class TestModels
{
    /// <summary>A network with random weights.</summary>
    public static (Network Network, NetworkWeights Weights) Network(string spec, int[] input, int outputs, string activation, string output = "identity")
    {
        Network network = new(NetworkSpec.Parse(spec), input, outputs, Activation.Parse(activation), Activation.Parse(output));
        Initialiser init = Initialiser.Parse("he_uniform");
        return (network, NetworkWeights.Create(network, init, init, 3));
    }

    /// <summary>The same as a model.</summary>
    public static OnnxModel Model(string spec, int[] input, int outputs, string activation)
    {
        (Network network, NetworkWeights weights) = Network(spec, input, outputs, activation);
        return NetworkExport.Of(network, weights);
    }

    /// <summary>A model from x [N, features] through what is written, one node a line: "y = Op(a, b) attribute=value". Numbers become constants.</summary>
    public static OnnxModel Written(int features, string output, params string[] lines) =>
        OnnxModel.Of("written.onnx", WrittenProto([features], output, lines));

    public static ModelProto WrittenProto(int[] shape, string output, params string[] lines)
    {
        GraphWriter graph = new();
        foreach (string line in lines)
        {
            string[] sides = line.Split(" = ", 2);
            int open = sides[1].IndexOf('('), close = sides[1].IndexOf(')');
            string[] inputs = [.. sides[1][(open + 1)..close].Split(',', StringSplitOptions.TrimEntries).Select(name =>
                double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out double number) ? graph.Number(number)
                : name.StartsWith('W') ? Weights(graph, name, shape) : name)];
            (string, object)[] attributes = [.. sides[1][(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('='))
                .Select(pair => (pair[0], pair[1].Contains(',', StringComparison.Ordinal) ? pair[1].Split(',').Select(long.Parse).ToArray()
                    : long.TryParse(pair[1], out long whole) ? whole
                    : float.TryParse(pair[1], System.Globalization.CultureInfo.InvariantCulture, out float number) ? (object)number : pair[1]))];
            graph.Node(sides[1][..open], inputs, sides[0], attributes);
        }

        ModelProto proto = new() { IrVersion = 9, Graph = graph.Proto };
        proto.Graph.Name = "written";
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 20 });
        proto.Graph.Input.Add(Value("x", shape));
        proto.Graph.Output.Add(new ValueInfoProto { Name = output });
        return proto;
    }

    public static ValueInfoProto Value(string name, int[] shape, ElementType type = ElementType.Float)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)type, Shape = new() };
        tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        tensor.Shape.Dim.AddRange(shape.Select(s => new TensorShapeProto.Types.Dimension { DimValue = s }));
        return new() { Name = name, Type = new() { TensorType = tensor } };
    }

    public static byte[] Bytes(OnnxModel model) => model.Proto.ToByteArray();

    // A square matrix for dense layers, "Wc" a kernel of 4 channels of 3 × 3.
    private static string Weights(GraphWriter graph, string name, int[] shape)
    {
        if (graph.Proto.Initializer.Any(t => t.Name == name)) return name;
        int[] sizes = name is ['W', 'c', ..] ? [4, shape[0], 3, 3] : [shape[^1], shape[^1]];
        Random random = new(name.Length);
        float[] data = [.. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 1)];
        return graph.Tensor(new WeightArray(name, sizes, data));
    }
}
