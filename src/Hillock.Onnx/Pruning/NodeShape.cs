using Hillock.Onnx.Models;

namespace Hillock.Onnx.Pruning;

/// <summary>What a node does to units, told from its operator, attributes and shapes.</summary>
internal static class NodeShape
{
    /// <summary>Whether a convolution works on each channel by itself.</summary>
    public static bool IsDepthwise(GraphNode node, IReadOnlyList<int> x) => node.Integer("group", 1) is > 1 and long group && group == x[1];

    /// <summary>Whether a window reaches over the edge of the picture, so that places at the edge see fewer numbers.</summary>
    public static bool HasBorder(GraphNode node) =>
        node.Integers("pads")?.Any(p => p != 0) == true || node.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal);

    /// <summary>The axis of a constant that lies along an axis of the value it is combined with; −1 where it is repeated there.</summary>
    public static int Along(IReadOnlyList<int> constant, IReadOnlyList<int> value, int axis)
    {
        int at = axis - (value.Count - constant.Count);
        return at < 0 || constant[at] == 1 ? -1 : at;
    }
}
