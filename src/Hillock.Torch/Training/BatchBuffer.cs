using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Training;

/// <summary>The features of a batch as a tensor whose memory is used again for the next batch of that size.</summary>
internal sealed class BatchBuffer(int features, InputScale? scale = null) : IDisposable
{
    private readonly Dictionary<int, Tensor> _bySize = [];
    private float[] _targets = [];

    /// <summary>Copies these samples; what an earlier call with as many returned is overwritten.</summary>
    public Tensor Gather(TrainingPart part, ReadOnlySpan<int> samples)
    {
        Tensor tensor = OfSize(samples.Length);
        Span<float> rows = tensor.Span<float>();
        for (int i = 0; i < samples.Length; i++) part.X.AsSpan(samples[i] * features, features).CopyTo(rows[(i * features)..]);
        scale?.Apply(rows, features);
        return tensor;
    }

    /// <summary>Copies a run of samples.</summary>
    public Tensor Copy(ReadOnlySpan<float> x, int count)
    {
        Tensor tensor = OfSize(count);
        x.CopyTo(tensor.Span<float>());
        scale?.Apply(tensor.Span<float>(), features);
        return tensor;
    }

    public ReadOnlySpan<float> Targets(TrainingPart part, ReadOnlySpan<int> samples)
    {
        if (_targets.Length < samples.Length) _targets = new float[samples.Length];
        for (int i = 0; i < samples.Length; i++) _targets[i] = part.Y[samples[i]];
        return _targets.AsSpan(0, samples.Length);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _bySize.Values) tensor.Dispose();
    }

    private Tensor OfSize(int count)
    {
        if (!_bySize.TryGetValue(count, out Tensor? tensor))
            _bySize[count] = tensor = empty([count, features], ScalarType.Float32).DetachFromDisposeScope();
        return tensor;
    }
}
