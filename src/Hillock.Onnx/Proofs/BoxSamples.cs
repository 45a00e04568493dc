using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Proofs;

/// <summary>Samples of a box: its middle, its corners, or anything in it, drawn with a seed.</summary>
/// <param name="box">The box; its first size is the batch's and is left out of a sample.</param>
/// <param name="count">How many samples.</param>
/// <param name="place">Where in the box.</param>
/// <param name="seed">What they are drawn from.</param>
public sealed class BoxSamples(InputBox box, int count, BoxPlace place, int seed = 1) : ISampleReader
{
    private readonly Random _random = new(seed);
    private int _left = count;

    /// <inheritdoc/>
    public string Name => place switch { BoxPlace.Middle => "the middle of the box", BoxPlace.Corners => "corners of the box", _ => "random inputs of the box" };

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape { get; } = [.. box.Shape.Skip(1)];

    /// <inheritdoc/>
    public int Read(Span<float> values)
    {
        int size = Steps.Places.Count(Shape), read = Math.Min(_left, values.Length / Math.Max(1, size));
        for (int i = 0; i < read * size; i++)
        {
            // In a batch of a fixed size every sample has a box of its own.
            int at = i % box.Count;
            (float low, float high) = (box.LowAt(at), box.HighAt(at));
            values[i] = place switch
            {
                BoxPlace.Middle => (float)((double)low / 2 + (double)high / 2),
                BoxPlace.Corners => _random.Next(2) == 0 ? low : high,
                _ => (float)Math.Clamp(low + ((double)high - low) * _random.NextDouble(), low, high),
            };
        }

        _left -= read;
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
