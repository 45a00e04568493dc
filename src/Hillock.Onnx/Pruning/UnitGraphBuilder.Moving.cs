using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Proofs.Steps;

namespace Hillock.Onnx.Pruning;

/// <content>Operators that move numbers or take a part of them.</content>
internal sealed partial class UnitGraphBuilder
{
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
}
