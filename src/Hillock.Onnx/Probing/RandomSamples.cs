using Hillock.Onnx.Models;

namespace Hillock.Onnx.Probing;

/// <summary>
/// Samples drawn from what an input declares, where no data are given: reals from 0 to 1, bytes over their range, other whole numbers 0 or
/// 1. The same seed gives the same samples. They show that a model runs, and units that no such input wakes; data tell more.
/// </summary>
public sealed class RandomSamples : ISampleReader
{
    private readonly Random _random;
    private readonly Func<Random, float> _draw;
    private int _left;

    /// <param name="input">The input.</param>
    /// <param name="shape">The sizes of a sample.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="seed">What they are drawn from.</param>
    public RandomSamples(ModelInput input, IReadOnlyList<int> shape, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape = shape;
        _left = count;
        // A seeded Random is the same on every machine and in every version of .NET.
        _random = new(seed);
        _draw = input.Element switch
        {
            ElementType.UInt8 => random => random.Next(256),
            ElementType.Int8 => random => random.Next(-128, 128),
            ElementType.Float or ElementType.Float16 or ElementType.Double or ElementType.BFloat16 => random => random.NextSingle(),
            _ => random => random.Next(2),
        };
    }

    /// <inheritdoc/>
    public string Name => "random numbers";

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape { get; }

    /// <inheritdoc/>
    public int Read(Span<float> values)
    {
        int size = Shape.Aggregate(1, (a, b) => a * b), count = Math.Min(_left, values.Length / Math.Max(1, size));
        for (int i = 0; i < count * size; i++) values[i] = _draw(_random);
        _left -= count;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
