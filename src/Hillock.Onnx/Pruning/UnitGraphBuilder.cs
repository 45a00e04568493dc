using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Pruning;

/// <summary>Builds the <see cref="UnitGraph"/> of a model: what every operator does to the units of its inputs.</summary>
/// <param name="graph">The model.</param>
/// <param name="facts">Its shapes and constants.</param>
/// <param name="layers">Its activations, by the value that each makes.</param>
/// <param name="constants">For each of these values the units that are one number for every input, with that number.</param>
internal sealed class UnitGraphBuilder(
    ModelGraph graph, ValueFacts facts, IReadOnlyDictionary<string, ProofLayer> layers, IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>> constants)
{
    private static readonly HashSet<string> Unary =
    [
        "Relu", "LeakyRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Gelu", "Mish", "Swish", "ThresholdedRelu",
        "Shrink", "Clip", "Exp", "Log", "Neg", "Abs", "Sqrt", "Erf", "Reciprocal", "Sin", "Cos", "Sign", "Identity", "Dropout", "Cast", "com.microsoft:QuickGelu", "com.microsoft:Gelu",
    ];

    private static readonly HashSet<string> Binary = ["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "PRelu"];

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
        string? reason = node.Operator switch
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

    private string? Conv(GraphNode node)
    {
        string x = node.Inputs[0], y = node.Outputs[0];
        if (Weights(node, 1) is not { } w || (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && Weights(node, 2) is null)) return NotStored;
        if (_units.Has(x) && _units.Axis(x) != 1) return "the units lie along another axis than its channels";
        int outputs = w.Shape[0];
        if (NodeShape.IsDepthwise(node, facts.Shape(x)))
        {
            // Channels that are not a layer's stay as they are, and so do those made of them.
            if (!_units.Has(x)) return null;
            int each = outputs / _units.Size(x), taps = w.Data.Length / outputs;
            _units.Add(y, 1, outputs);
            for (int o = 0; o < outputs; o++)
            {
                _units.Tie(x, o / each, y, o);
                if (_units.Constant(x, o / each) is double v && (v == 0 || !NodeShape.HasBorder(node)))
                    _units.SetConstant(y, o, (Weights(node, 2)?.Data[o] ?? 0) + v * w.Data.AsSpan(o * taps, taps).ToArray().Sum());
            }

            return null;
        }

        Make(node, x, y, 1, outputs);
        return null;
    }

    private string? Gemm(GraphNode node)
    {
        string x = node.Inputs[0], y = node.Outputs[0];
        if (Weights(node, 1) is not { } w || (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && Weights(node, 2) is null)) return NotStored;
        if (node.Integer("transA", 0) != 0) return "its first matrix is transposed";
        if (_units.Has(x) && _units.Axis(x) != 1) return "the units lie along another axis than the one that it sums over";
        Make(node, x, y, 1, w.Shape[node.Integer("transB", 0) != 0 ? 0 : 1]);
        return null;
    }

    private string? MatMul(GraphNode node)
    {
        bool left = facts.Fixed(node.Inputs[0]) is not null;
        string x = node.Inputs[left ? 1 : 0], y = node.Outputs[0];
        if (Weights(node, left ? 0 : 1) is not { Shape.Length: 2 } w) return NotStored;
        int rank = facts.Shape(x).Length, axis = left ? rank - 2 : rank - 1;
        if (rank < 2) return "its input is a single vector";
        if (_units.Has(x) && _units.Axis(x) != axis) return "the units lie along another axis than the one that it sums over";
        Make(node, x, y, axis, w.Shape[left ? 0 : 1]);
        return null;
    }

    private void Make(GraphNode node, string x, string y, int axis, int outputs)
    {
        if (_units.Has(x)) _units.Consumers.Add((node, x));
        _units.Add(y, axis, outputs);
        _units.Producers.Add((node, y));
    }

    private double? Normalised(GraphNode node, int unit, double v)
    {
        if (Weights(node, 1) is not { } scale || Weights(node, 2) is not { } shift || Weights(node, 3) is not { } mean || Weights(node, 4) is not { } variance) return null;
        return (v - mean.Data[unit]) / Math.Sqrt(variance.Data[unit] + node.Number("epsilon", 1e-5f)) * scale.Data[unit] + shift.Data[unit];
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

    private string? Combine(GraphNode node)
    {
        if (node.Inputs.Count != 2) return "it has more or less than two inputs";
        int[] shape = facts.Shape(node.Outputs[0]);
        string first = node.Inputs.First(_units.Has), y = node.Outputs[0], other = node.Inputs[node.Inputs[0] == first ? 1 : 0];
        int axis = _units.Axis(first) + shape.Length - facts.Shape(first).Length, size = _units.Size(first);
        if (shape[axis] != size) return "the units are repeated in it";
        if (_units.Has(other) && other != first)
        {
            if (_units.Axis(other) + shape.Length - facts.Shape(other).Length != axis || _units.Size(other) != size) return "the units of its inputs lie along different axes";
        }
        else if (facts.Fixed(other) is not null)
        {
            if (NodeShape.Along(facts.Shape(other), shape, axis) >= 0 && Weights(node, node.Inputs[0] == first ? 1 : 0) is null) return NotStored;
        }
        else if (other != first && NodeShape.Along(facts.Shape(other), shape, axis) >= 0)
        {
            return $"its other input {ModelError.Show(other)} is not made of units that could go too";
        }

        _units.Add(y, axis, size);
        for (int unit = 0; unit < size; unit++)
        {
            _units.Tie(first, unit, y, unit);
            if (_units.Has(other)) _units.Tie(other, unit, y, unit);
            double? a = Operand(node.Inputs[0], shape, axis, unit), b = Operand(node.Inputs[1], shape, axis, unit);
            double? result = node.Operator switch
            {
                "Mul" when a == 0 || b == 0 => 0,
                "Add" => a + b,
                "Sub" => a - b,
                "Mul" => a * b,
                "Div" when b != 0 => a / b,
                "Max" when a is not null && b is not null => Math.Max(a.Value, b.Value),
                "Min" when a is not null && b is not null => Math.Min(a.Value, b.Value),
                "PRelu" => a >= 0 ? a : a * b,
                _ => null,
            };
            if (result is double constant) _units.SetConstant(y, unit, constant);
        }

        return null;
    }

    // The one number that an operand is for a unit, at every place.
    private double? Operand(string value, int[] shape, int axis, int unit)
    {
        if (_units.Has(value)) return _units.Constant(value, unit);
        if (facts.Fixed(value) is not { } constant) return null;
        int along = NodeShape.Along(constant.Shape, shape, axis);
        if (along < 0) return constant.Data.Distinct().Count() == 1 ? constant.Data[0] : null;
        int inner = Places.Count(constant.Shape[(along + 1)..]), size = constant.Shape[along];
        double[] here = [.. constant.Data.Where((_, i) => i / inner % size == unit).Distinct()];
        return here.Length == 1 ? here[0] : null;
    }

    private string? Reshape(GraphNode node)
    {
        string x = node.Inputs[0], y = node.Outputs[0];
        if (!_units.Has(x)) return "the units decide its shape";
        int[] from = facts.Shape(x), to = facts.Shape(y);
        int axis = _units.Axis(x), outer = Places.Count(from[..axis]), inner = Places.Count(from[(axis + 1)..]);
        for (int k = 0, before = 1; k < to.Length; before *= to[k++])
        {
            int behind = Places.Count(to[(k + 1)..]);
            // The first axis behind the same outer part; axes of size 1 are passed over unless there is nothing else.
            if (before != outer || inner % behind != 0 || (to[k] == 1 && from[axis] > 1)) continue;
            int each = inner / behind;
            if (to[k] != from[axis] * each) continue;
            if (node.Operator == "Reshape" && !Resizes(node, k, axis)) return "its shape is computed, or stored where it cannot be changed";
            _units.Add(y, k, to[k]);
            for (int i = 0; i < to[k]; i++)
            {
                _units.Tie(x, i / each, y, i);
                if (_units.Constant(x, i / each) is double v) _units.SetConstant(y, i, v);
            }

            return null;
        }

        return "it mixes the units with something else";
    }

    // Whether the shape that is asked for lets the axis shrink: it says "whatever is left", or stands in the model as a number.
    private bool Resizes(GraphNode node, int axis, int from)
    {
        if (facts.Fixed(node.Inputs[1]) is not { } shape) return false;
        double asked = shape.Data[axis];
        return asked == -1 || (asked == 0 && axis == from && node.Integer("allowzero", 0) == 0) || graph.Tensor(node.Inputs[1]) is not null;
    }

    private string? Transpose(GraphNode node)
    {
        string x = node.Inputs[0];
        int rank = facts.Shape(x).Length;
        int to = node.Integers("perm") is { } order ? order.ToList().IndexOf(_units.Axis(x)) : rank - 1 - _units.Axis(x);
        Follow(x, node.Outputs[0], to, (_, v) => v);
        return null;
    }

    private string? Concat(GraphNode node)
    {
        string y = node.Outputs[0];
        int[] shape = facts.Shape(y);
        int along = (int)node.Integer("axis", 0), at = 0;
        if (along < 0) along += shape.Length;
        string[] with = [.. node.Inputs.Where(_units.Has)];
        int axis = _units.Axis(with[0]);
        if (with.Any(name => _units.Axis(name) != axis)) return "the units of its inputs lie along different axes";
        if (along != axis && with.Length != node.Inputs.Count) return "one of its inputs has no units";
        _units.Add(y, axis, shape[axis]);
        if (along != axis)
        {
            for (int unit = 0; unit < shape[axis]; unit++)
            {
                foreach (string name in with) _units.Tie(name, unit, y, unit);
                double?[] values = [.. with.Select(name => _units.Constant(name, unit)).Distinct()];
                if (values is [double one]) _units.SetConstant(y, unit, one);
            }

            return null;
        }

        foreach (string name in node.Inputs)
        {
            int size = facts.Shape(name)[axis];
            for (int unit = 0; unit < size; unit++, at++)
            {
                if (!_units.Has(name))
                {
                    _units.Block(_units.Strand(y, at), $"it is {ModelError.Show(name)}, which is not made of units");
                    continue;
                }

                _units.Tie(name, unit, y, at);
                if (_units.Constant(name, unit) is double v) _units.SetConstant(y, at, v);
            }
        }

        return null;
    }

    private string? Pad(GraphNode node)
    {
        string x = node.Inputs[0];
        int[] from = facts.Shape(x), to = facts.Shape(node.Outputs[0]);
        if (from.Length != to.Length || from[_units.Axis(x)] != to[_units.Axis(x)]) return "it pads the units";
        double padding = node.Inputs.Count > 2 && node.Inputs[2].Length > 0 ? facts.Fixed(node.Inputs[2])?.Data[0] ?? double.NaN : node.Number("value", 0);
        bool constant = node.Text("mode", "constant") == "constant";
        Follow(x, node.Outputs[0], _units.Axis(x), (_, v) => !constant || v == padding ? v : null);
        return null;
    }

    private string? Reduce(GraphNode node)
    {
        string x = node.Inputs[0];
        int rank = facts.Shape(x).Length, axis = _units.Axis(x);
        IReadOnlyList<long>? given = node.Integers("axes") ?? (node.Inputs.Count > 1 && facts.Fixed(node.Inputs[1]) is { } a ? [.. a.Data.Select(v => (long)v)] : null);
        if (given is null) return "it runs over all axes";
        int[] axes = [.. given.Select(v => (int)(v < 0 ? v + rank : v))];
        if (axes.Contains(axis)) return "it runs over the units";
        Follow(x, node.Outputs[0], node.Integer("keepdims", 1) != 0 ? axis : axis - axes.Count(v => v < axis), (_, v) => v);
        return null;
    }

    private string? Slice(GraphNode node)
    {
        string x = node.Inputs[0];
        int rank = facts.Shape(x).Length;
        IReadOnlyList<long>? axes = node.Integers("axes") ?? (node.Inputs.Count > 3 && facts.Fixed(node.Inputs[3]) is { } a ? [.. a.Data.Select(v => (long)v)] : null);
        if (axes is null || axes.Any(v => (int)(v < 0 ? v + rank : v) == _units.Axis(x))) return "it takes a part of the units";
        Follow(x, node.Outputs[0], _units.Axis(x), (_, v) => v);
        return null;
    }

    private const string NotStored = "its weights are not stored as floats";

    private FixedValue? Weights(GraphNode node, int input) =>
        node.Inputs.Count > input && node.Inputs[input].Length > 0 && StoredWeights.Source(graph, node.Inputs[input]) is not null ? facts.Fixed(node.Inputs[input]) : null;
}
