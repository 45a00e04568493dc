using Hillock.Bounds;

namespace Hillock.Onnx.Proofs;

/// <summary>What one input of a model may be.</summary>
/// <param name="Name">The input.</param>
/// <param name="Shape">Its sizes, all of them known.</param>
/// <param name="Low">The smallest each number may be; a single one stands for all.</param>
/// <param name="High">The largest.</param>
public sealed record InputBox(string Name, IReadOnlyList<int> Shape, IReadOnlyList<float> Low, IReadOnlyList<float> High)
{
    internal int Count => Steps.Places.Count(Shape);

    internal float LowAt(int i) => Low[Low.Count == 1 ? 0 : i];

    internal float HighAt(int i) => High[High.Count == 1 ? 0 : i];

    internal BoundedValue Bounds(FloatFormat format)
    {
        double[] low = new double[Count], high = new double[Count];
        for (int i = 0; i < low.Length; i++) (low[i], high[i]) = (LowAt(i), HighAt(i));
        return new([.. Shape], low, high, format);
    }
}
