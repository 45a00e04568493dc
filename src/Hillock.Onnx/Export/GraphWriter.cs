using Google.Protobuf;
using Hillock.Networks;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Export;

/// <summary>Adds nodes and tensors to a graph, with names for what has none.</summary>
internal sealed class GraphWriter
{
    private readonly Dictionary<float, string> _numbers = [];
    private int _values;

    public GraphProto Proto { get; } = new();

    /// <summary>Adds a node of one output, named if no name is given; returns the output's name.</summary>
    public string Node(string operation, IReadOnlyList<string> inputs, string? output, params (string Name, object Value)[] attributes)
    {
        output ??= $"value{++_values}";
        NodeProto node = new() { OpType = operation, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes.Select(a => Attribute(a.Name, a.Value)));
        Proto.Node.Add(node);
        return output;
    }

    /// <summary>Adds weights; returns the name.</summary>
    public string Tensor(WeightArray array)
    {
        Proto.Initializer.Add(TensorValues.Of(array.Name, array.Shape.Select(s => (long)s), array.Data));
        return array.Name;
    }

    /// <summary>A number as a tensor without axes, stored once.</summary>
    public string Number(double number)
    {
        float value = (float)number;
        if (_numbers.TryGetValue(value, out string? name)) return name;
        _numbers[value] = name = $"number{_numbers.Count + 1}";
        Proto.Initializer.Add(TensorValues.Of(name, [], [value]));
        return name;
    }

    // The numbers of the kinds of attributes are the format's.
    internal static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case float number: (attribute.F, attribute.Type) = (number, 1); break;
            case long number: (attribute.I, attribute.Type) = (number, 2); break;
            case string text: (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(text), 3); break;
            case long[] numbers:
                attribute.Ints.AddRange(numbers);
                attribute.Type = 7;
                break;
            default: throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}.", nameof(value));
        }

        return attribute;
    }
}
