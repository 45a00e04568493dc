using System.Numerics;
using System.Runtime.InteropServices;

namespace Hillock.Torch.Training;

/// <summary>Spans as vectors; <see cref="FlatParameters"/> makes their lengths whole vectors.</summary>
internal static class Vectors
{
    public static Span<Vector<float>> Of(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    public static ReadOnlySpan<Vector<float>> Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    public static Span<Vector<float>> Of(float[] values) => Of(values.AsSpan());
}
