namespace Hillock.Onnx.Models;

/// <summary>A constant of a model as floats.</summary>
/// <param name="Shape">Its sizes; empty for a single number.</param>
/// <param name="Data">The values, the last index running fastest.</param>
internal sealed record FloatTensor(int[] Shape, float[] Data)
{
    /// <summary>The number, where it is only one (of any rank); else null.</summary>
    public float? Scalar => Data.Length == 1 ? Data[0] : null;
}
