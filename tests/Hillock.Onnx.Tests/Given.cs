using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Tests;

/// <summary>Samples from memory.</summary>
internal sealed class Given(float[] values, int[] shape) : ISampleReader
{
    private int _at;

    public string Name => "given";

    public IReadOnlyList<int> Shape => shape;

    public int Read(Span<float> destination)
    {
        int size = shape.Aggregate(1, (a, b) => a * b), count = Math.Min((values.Length - _at) / size, destination.Length / size);
        values.AsSpan(_at, count * size).CopyTo(destination);
        _at += count * size;
        return count;
    }

    public void Dispose()
    {
    }
}
