using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Pruning;

/// <content>Operators of several inputs: whose units are tied to one another.</content>
internal sealed partial class UnitGraphBuilder
{
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
}
