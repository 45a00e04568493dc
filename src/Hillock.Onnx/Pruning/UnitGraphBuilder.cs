using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Pruning;

/// <summary>Builds the <see cref="UnitGraph"/> of a model: what every operator does to the units of its inputs.</summary>
/// <param name="graph">The model.</param>
/// <param name="facts">Its shapes and constants.</param>
/// <param name="layers">Its activations, by the value that each makes.</param>
/// <param name="constants">For each of these values the units that are one number for every input, with that number.</param>
internal sealed partial class UnitGraphBuilder(
    ModelGraph graph, ValueFacts facts, IReadOnlyDictionary<string, ProofLayer> layers, IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>> constants)
{
    private const string NotStored = "its weights are not stored as floats";

    private static readonly HashSet<string> Unary =
    [
        "Relu", "LeakyRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Gelu", "Mish", "Swish", "ThresholdedRelu",
        "Shrink", "Clip", "Exp", "Log", "Neg", "Abs", "Sqrt", "Erf", "Reciprocal", "Sin", "Cos", "Sign", "Identity", "Dropout", "Cast", "com.microsoft:QuickGelu", "com.microsoft:Gelu",
    ];

    private readonly UnitGraph _units = new();

    /// <summary>The units of the model and what ties them.</summary>
    public UnitGraph Build()
    {
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.Reads.Any(_units.Has) || IsProducer(node)) Add(node);
            foreach (string output in node.Outputs.Where(layers.ContainsKey)) AddConstants(layers[output]);
        }

        foreach (string output in graph.Proto.Output.Select(o => o.Name)) _units.Block(output, $"it is part of the model's output {ModelError.Show(output)}");
        return _units;
    }

    private static bool IsProducer(GraphNode node) => node.Operator is "Conv" or "Gemm" or "MatMul";

    private void AddConstants(ProofLayer layer)
    {
        if (!_units.Has(layer.Output) || _units.Axis(layer.Output) != layer.Axis || _units.Size(layer.Output) != layer.Units) return;
        for (int unit = 0; unit < layer.Units; unit++)
        {
            if (constants.TryGetValue(layer.Output, out IReadOnlyDictionary<int, double>? known) && known.TryGetValue(unit, out double constant))
                _units.SetConstant(layer.Output, unit, constant);
            else if (_units.Has(layer.Input) && _units.Constant(layer.Input, unit) is double z)
                _units.SetConstant(layer.Output, unit, layer.Functions[0].Activation.Value(z));
        }
    }

    private void Add(GraphNode node)
    {
        // Such as where the largest of a pool was: counted over all channels, it is another once one is gone.
        bool givesMore = node.Outputs.Skip(1).Any(name => name.Length > 0 && (graph.Consumers(name).Count > 0 || graph.IsOutput(name)));
        string? reason = givesMore ? "its other outputs are used" : node.Operator switch
        {
            "Conv" => Conv(node),
            "Gemm" => Gemm(node),
            "MatMul" => MatMul(node),
            "BatchNormalization" => Same(node, (unit, v) => Normalised(node, unit, v), 1),
            "MaxPool" or "GlobalAveragePool" or "GlobalMaxPool" => Same(node, (_, v) => v, 1),
            "AveragePool" => Same(node, (_, v) => v == 0 || !NodeShape.HasBorder(node) || node.Integer("count_include_pad", 0) == 0 ? v : null, 1),
            "Identity" or "Dropout" or "Cast" => Same(node, (_, v) => v),
            "Relu" => Same(node, (_, v) => Math.Max(v, 0)),
            "Add" or "Sub" or "Mul" or "Div" or "Max" or "Min" or "Pow" or "PRelu" => Combine(node),
            "Flatten" or "Squeeze" or "Unsqueeze" or "Reshape" => Reshape(node),
            "Transpose" => Transpose(node),
            "Concat" => Concat(node),
            "Pad" => Pad(node),
            "Resize" or "Upsample" => node.Inputs.Count > 3 && node.Inputs[3].Length > 0 ? "its result's size is given in numbers" : Same(node, (_, v) => v),
            "ReduceMean" or "ReduceMax" => Reduce(node),
            "Slice" => Slice(node),
            _ when Unary.Contains(node.Operator) => Same(node, (_, _) => null),
            _ => "it is not covered",
        };
        if (reason is null) return;
        foreach (string name in node.Reads) _units.Block(name, $"{ModelError.Show(node.Proto)} reads it: {reason}");
    }

    private void Make(GraphNode node, string x, string y, int axis, int outputs)
    {
        if (_units.Has(x)) _units.Consumers.Add((node, x));
        _units.Add(y, axis, outputs);
        _units.Producers.Add((node, y));
    }

    /// <summary>Index by index from the first input to the first output; the constant of an entry follows by a function.</summary>
    private string? Same(GraphNode node, Func<int, double, double?> constant, int? axis = null)
    {
        string x = node.Inputs[0], y = node.Outputs[0];
        if (!_units.Has(x)) return "only another input of it has units";
        if (axis is int needed && _units.Axis(x) != needed) return "the units lie along another axis than its channels";
        if (node.Operator == "BatchNormalization" && Enumerable.Range(1, 4).Any(i => Weights(node, i) is null)) return NotStored;
        Follow(x, y, _units.Axis(x), constant);
        return null;
    }

    private void Follow(string x, string y, int axis, Func<int, double, double?> constant)
    {
        _units.Add(y, axis, _units.Size(x));
        for (int unit = 0; unit < _units.Size(x); unit++)
        {
            _units.Tie(x, unit, y, unit);
            if (_units.Constant(x, unit) is double v && constant(unit, v) is double w) _units.SetConstant(y, unit, w);
        }
    }

    private FixedValue? Weights(GraphNode node, int input) =>
        node.Inputs.Count > input && node.Inputs[input].Length > 0 && StoredWeights.Source(graph, node.Inputs[input]) is not null ? facts.Fixed(node.Inputs[input]) : null;
}
