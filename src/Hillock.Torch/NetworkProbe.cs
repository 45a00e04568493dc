using Hillock.Networks;
using Hillock.Torch.Monitoring;
using Hillock.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>
/// A network laid open: one pass over a batch, with every number on its way as plain arrays. For looking at single batches; what watches
/// a whole training is <see cref="ActivationMonitor"/>. Not thread-safe.
/// </summary>
public sealed class NetworkProbe : IDisposable
{
    private readonly NetworkModule _module;
    private readonly BatchBuffer _buffer;
    private readonly LossFunction _loss;

    /// <summary>Builds the network with its weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights, which are copied.</param>
    /// <param name="classes">The number of classes; null for regression.</param>
    /// <param name="loss">As <see cref="TrainingOptions.Loss"/>.</param>
    /// <exception cref="InvalidDataException">The weights do not fit the network.</exception>
    public NetworkProbe(Network network, NetworkWeights weights, int? classes, string? loss = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        _module = new NetworkModule(network, weights);
        _module.eval();
        _loss = new LossFunction(loss, classes, network.OutputActivation.Name);
        _buffer = new BatchBuffer(network.InputShape.Aggregate(1, (a, b) => a * b));
    }

    /// <summary>Replaces the weights.</summary>
    public void Load(NetworkWeights weights) => _module.Load(weights);

    /// <summary>A forward and a backward pass over some samples of a part, as one batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A sample does not exist.</exception>
    public ProbePass Run(TrainingPart part, ReadOnlySpan<int> samples)
    {
        ArgumentNullException.ThrowIfNull(part);
        foreach (int sample in samples)
            if (sample < 0 || sample >= part.Count)
                throw new ArgumentOutOfRangeException(nameof(samples), sample, $"The part has {part.Count} samples, counted from 0.");
        using var scope = NewDisposeScope();
        _module.Flat.Gradients.Clear();
        Tensor input = _buffer.Gather(part, samples).clone().requires_grad_(true), x = _module.Shape(input);
        List<ProbedLayer> layers = [];
        foreach ((string name, nn.Module<Tensor, Tensor> stage) in _module.Stages)
        {
            string? layer = stage is ActivationModule ? NetworkModule.LayerOf(name) : null;
            if (layer is not null)
            {
                ProbedLayer probed = new(layer, Floats(x));
                layers.Add(probed);
                x = Tap.apply(x, (Action<Tensor>)(gradient => probed.Delta = Floats(gradient)));
                x = stage.call(x);
                probed.A = Floats(x);
            }
            else x = stage.call(x);
        }

        ReadOnlySpan<float> y = _buffer.Targets(part, samples);
        float[] outputDelta = [];
        float[] outputs = Floats(x);
        x = Tap.apply(x, (Action<Tensor>)(gradient => outputDelta = Floats(gradient)));
        Tensor loss = _loss.Of(x, _loss.Targets(y));
        loss.backward();
        ActivationModule.ThrowIfBackwardFailed();
        return new()
        {
            Samples = samples.Length,
            Layers = layers,
            Outputs = outputs,
            OutputDelta = outputDelta,
            Loss = loss.item<float>(),
            Correct = _loss.Correct(outputs, y),
            InputGradient = Floats(input.grad!),
            Gradients = new([.. _module.Flat.Windows.Select(w =>
                new WeightArray(w.Name, [.. w.Shape.Select(extent => (int)extent)], w.Of(_module.Flat.Gradients).ToArray()))]),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module.Dispose();
        _buffer.Dispose();
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().contiguous().Span<float>().ToArray();
}
