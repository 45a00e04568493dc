using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Tests;

/// <summary>Builds small models node by node, with random weights where none are given.</summary>
internal sealed class NetBuilder
{
    private readonly GraphProto _graph = new() { Name = "net" };
    private readonly Random _random;
    private int _names;

    public NetBuilder(int seed, params long[] inputShape)
    {
        _random = new(seed);
        ValueInfoProto input = new() { Name = "x", Type = new() { TensorType = new() { ElemType = 1, Shape = new() } } };
        input.Type.TensorType.Shape.Dim.AddRange(inputShape.Select(d => d > 0 ? new TensorShapeProto.Types.Dimension { DimValue = d } : new() { DimParam = "n" }));
        _graph.Input.Add(input);
    }

    public Random Random => _random;

    /// <summary>A value that is an output too.</summary>
    public string? AlsoOutput { get; set; }

    /// <summary>The value that was made last.</summary>
    public string Last { get; set; } = "x";

    public float Normal(double deviation = 1) =>
        (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    public string Tensor(float[] values, params long[] shape)
    {
        string name = $"w{_names++}";
        _graph.Initializer.Add(TensorValues.Of(name, shape, values));
        return name;
    }

    public string Integers(params long[] values)
    {
        string name = $"i{_names++}";
        _graph.Initializer.Add(TensorValues.Of(name, [values.Length], values));
        return name;
    }

    public NetBuilder Node(string type, string[] inputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = type, Name = $"{type}{_names}" };
        node.Input.AddRange(inputs);
        node.Output.Add(Last = $"v{_names++}");
        foreach ((string name, object value) in attributes)
        {
            AttributeProto attribute = new() { Name = name };
            switch (value)
            {
                case float f: (attribute.F, attribute.Type) = (f, 1); break;
                case int i: (attribute.I, attribute.Type) = (i, 2); break;
                case string s: (attribute.S, attribute.Type) = (Google.Protobuf.ByteString.CopyFromUtf8(s), 3); break;
                case int[] ints: attribute.Ints.AddRange(ints.Select(v => (long)v)); attribute.Type = 7; break;
            }

            node.Attribute.Add(attribute);
        }

        _graph.Node.Add(node);
        return this;
    }

    public NetBuilder Node(string type, params (string Name, object Value)[] attributes) => Node(type, [Last], attributes);

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static (string Name, object Value) Is(string name, params int[] values) => (name, values);

    /// <summary>A dense layer; the bias of each unit is drawn around <paramref name="bias"/>.</summary>
    public NetBuilder Dense(int inputs, int outputs, double bias = 0, double scale = 1, bool gemm = true, int[]? dead = null, float deadBias = -50)
    {
        float[] w = [.. Enumerable.Range(0, inputs * outputs).Select(_ => Normal(scale / Math.Sqrt(inputs)))];
        float[] b = [.. Enumerable.Range(0, outputs).Select(_ => Normal(0.3) + (float)bias)];
        foreach (int unit in dead ?? []) b[unit] = deadBias;
        if (gemm) return Node("Gemm", [Last, Tensor(w, outputs, inputs), Tensor(b, outputs)], ("transB", 1));
        Node("MatMul", [Last, Tensor(w, inputs, outputs)]);
        return Node("Add", [Last, Tensor(b, outputs)]);
    }

    public NetBuilder Conv(int inputs, int outputs, int kernel, int pad = 0, int stride = 1, int group = 1, double bias = 0, int[]? dead = null, float deadBias = -50)
    {
        int fan = inputs / group * kernel * kernel;
        float[] w = [.. Enumerable.Range(0, outputs * fan).Select(_ => Normal(1 / Math.Sqrt(fan)))];
        float[] b = [.. Enumerable.Range(0, outputs).Select(_ => Normal(0.3) + (float)bias)];
        foreach (int unit in dead ?? []) b[unit] = deadBias;
        return Node("Conv", [Last, Tensor(w, outputs, inputs / group, kernel, kernel), Tensor(b, outputs)],
            Is("pads", pad, pad, pad, pad), Is("strides", stride, stride), ("group", group), Is("kernel_shape", kernel, kernel));
    }

    public NetBuilder BatchNorm(int channels, int[]? dead = null)
    {
        float[] Draw(double mean, double deviation) => [.. Enumerable.Range(0, channels).Select(_ => (float)mean + Normal(deviation))];
        float[] variance = [.. Enumerable.Range(0, channels).Select(_ => 0.5f + (float)_random.NextDouble())];
        float[] shift = Draw(0, 0.3);
        foreach (int unit in dead ?? []) shift[unit] = -50;
        return Node("BatchNormalization", [Last, Tensor(Draw(1, 0.2), channels), Tensor(shift, channels), Tensor(Draw(0, 0.3), channels), Tensor(variance, channels)], ("epsilon", 1e-5f));
    }

    public OnnxModel Model(int opset = 20)
    {
        _graph.Output.Clear();
        foreach (string output in new[] { Last, AlsoOutput }.OfType<string>()) _graph.Output.Add(new ValueInfoProto { Name = output });
        ModelProto proto = new() { IrVersion = 9, Graph = _graph.Clone() };
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        return OnnxModel.Of("net.onnx", proto);
    }
}
