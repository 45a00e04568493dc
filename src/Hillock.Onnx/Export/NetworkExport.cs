using Hillock.Networks;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Export;

/// <summary>
/// Networks as ONNX models: input [N, …] as <see cref="Network.InputShape"/> says, output [N, outputs]; the values after the activations
/// are called hidden1, hidden2 …, those before them hidden1_z ….
/// </summary>
public static class NetworkExport
{
    /// <summary>The name of the model's input.</summary>
    public const string Input = "input";

    /// <summary>The name of the model's output.</summary>
    public const string Output = "output";

    // With Gelu and Mish as operators of their own; what came later is written in primitives.
    internal const long Opset = 20;
    private const long Format = 9;

    // PyTorch's and TorchSharp's own default, which the training uses.
    private const float NormEpsilon = 1e-5f;

    /// <summary>The model.</summary>
    /// <exception cref="InvalidDataException">The weights are too many for one file.</exception>
    public static OnnxModel Of(Network network, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        GraphWriter graph = new();
        string value = Input;
        foreach (LayerPlan layer in network.Layers) value = Add(graph, layer, weights, value);
        if (value != Output) graph.Node("Identity", [value], Output);
        graph.Proto.Name = "hillock";
        graph.Proto.Input.Add(Tensor(Input, network.InputShape));
        graph.Proto.Output.Add(Tensor(Output, [network.Outputs]));
        ModelProto proto = new() { IrVersion = Format, ProducerName = "hillock", Graph = graph.Proto };
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return OnnxModel.Of("model.onnx", proto);
    }

    private static string Add(GraphWriter graph, LayerPlan layer, NetworkWeights weights, string x)
    {
        switch (layer.Spec)
        {
            case DenseSpec or ConvolutionSpec: return Affine(graph, layer, weights, x);
            case PoolSpec pool: return graph.Node("MaxPool", [x], null, ("kernel_shape", new long[] { pool.Size, pool.Size }), ("strides", new long[] { pool.Size, pool.Size }));
            case FlattenSpec: return graph.Node("Flatten", [x], null);
            // Written with the affine map before it.
            case BatchNormSpec: return x;
            default: throw new NotSupportedException($"{layer.Spec.GetType().Name} has no operator.");
        }
    }

    private static string Affine(GraphWriter graph, LayerPlan layer, NetworkWeights weights, string x)
    {
        string name = layer.Name!, z = layer.Activation is null ? name : $"{name}_z", map = layer.Normalised ? $"{name}_map" : z;
        string Weight(string part) => graph.Tensor(weights[$"{name}.{part}"]);
        if (layer.Spec is ConvolutionSpec convolution)
        {
            graph.Node("Conv", [x, Weight("weight"), Weight("bias")], map, ("kernel_shape", new long[] { convolution.Kernel, convolution.Kernel }));
        }
        else
        {
            if (layer.InputShape.Count > 1) x = graph.Node("Flatten", [x], null);
            graph.Node("Gemm", [x, Weight("weight"), Weight("bias")], map, ("transB", 1L));
        }

        if (layer.Normalised)
            graph.Node("BatchNormalization", [map, Weight("bn.weight"), Weight("bn.bias"), Weight("bn.mean"), Weight("bn.variance")], z, ("epsilon", NormEpsilon));
        if (layer.Activation is { } activation) FunctionWriter.Write(graph, activation, z, name);
        return name;
    }

    private static ValueInfoProto Tensor(string name, IEnumerable<int> shape)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)ElementType.Float, Shape = new() };
        tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        tensor.Shape.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new() { TensorType = tensor } };
    }
}
