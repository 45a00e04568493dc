using Hillock.Onnx.Models;
using Hillock.Onnx.Proofs;

namespace Hillock.Onnx.Pruning;

/// <content>Operators with weights: where units are made.</content>
internal sealed partial class UnitGraphBuilder
{
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

    private double? Normalised(GraphNode node, int unit, double v)
    {
        if (Weights(node, 1) is not { } scale || Weights(node, 2) is not { } shift || Weights(node, 3) is not { } mean || Weights(node, 4) is not { } variance) return null;
        return (v - mean.Data[unit]) / Math.Sqrt(variance.Data[unit] + node.Number("epsilon", 1e-5f)) * scale.Data[unit] + shift.Data[unit];
    }
}
