using Hillock.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Training;

/// <summary>A trained network put to use.</summary>
public sealed class Predictor : IDisposable
{
    private const int Batch = 512;

    private readonly NetworkModule _module;
    private readonly BatchBuffer _buffer;
    private readonly int _features;

    /// <summary>Builds the network with its weights.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the network.</exception>
    public Predictor(Network network, NetworkWeights weights)
    {
        _module = new NetworkModule(network, weights);
        _module.eval();
        _features = network.InputShape.Aggregate(1, (a, b) => a * b);
        _buffer = new BatchBuffer(_features);
    }

    /// <summary>The outputs for each sample, sample after sample.</summary>
    /// <param name="x">The features, sample after sample.</param>
    /// <exception cref="InvalidDataException">They are not a whole number of samples.</exception>
    public float[] Run(ReadOnlySpan<float> x)
    {
        if (x.Length % _features != 0)
            throw new InvalidDataException($"{x.Length} numbers are not a whole number of samples of {_features} features each");
        int count = x.Length / _features, outputs = _module.Network.Outputs;
        float[] result = new float[count * outputs];
        using var grad = no_grad();
        for (int start = 0; start < count; start += Batch)
        {
            using var scope = NewDisposeScope();
            int size = Math.Min(Batch, count - start);
            Tensor output = _module.call(_buffer.Copy(x.Slice(start * _features, size * _features), size));
            output.Span<float>().CopyTo(result.AsSpan(start * outputs));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module.Dispose();
        _buffer.Dispose();
    }
}
