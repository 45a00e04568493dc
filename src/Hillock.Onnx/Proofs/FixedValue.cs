namespace Hillock.Onnx.Proofs;

/// <summary>A value that is the same for every input of the box.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Data">The numbers.</param>
internal sealed record FixedValue(int[] Shape, double[] Data);
