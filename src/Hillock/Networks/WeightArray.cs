namespace Hillock.Networks;

/// <summary>One array of a network's weights: "hidden1.weight", row-major.</summary>
/// <param name="Name">layer.weight [out, in] or [out, in, k, k]; layer.bias [out]; layer.bn.weight, .bias, .mean, .variance [out].</param>
/// <param name="Shape">The extents.</param>
/// <param name="Data">The values.</param>
public sealed record WeightArray(string Name, IReadOnlyList<int> Shape, float[] Data);
