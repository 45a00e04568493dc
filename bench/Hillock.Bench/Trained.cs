using Hillock.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Bench;

/// <summary>A dense network in the middle of its training, always on the same batch.</summary>
internal sealed class Trained : IDisposable
{
    private readonly Sequential _model = nn.Sequential();
    private readonly optim.Optimizer _optimizer;
    private readonly ActivationMonitor? _monitor;
    private readonly Tensor _x, _y;

    /// <param name="activation">Makes the activation after each layer but the last.</param>
    /// <param name="widths">The number of inputs, of units of each hidden layer, and of classes.</param>
    /// <param name="batch">Samples in the batch.</param>
    /// <param name="options">A monitor that watches; null for none.</param>
    public Trained(Func<nn.Module<Tensor, Tensor>> activation, int[] widths, int batch, MonitorOptions? options = null)
    {
        random.manual_seed(1);
        for (int layer = 1; layer < widths.Length; layer++)
        {
            _model.append($"layer{layer}", nn.Linear(widths[layer - 1], widths[layer]));
            if (layer < widths.Length - 1) _model.append($"activation{layer}", activation());
        }

        _optimizer = optim.SGD(_model.parameters(), 0.01);
        (_x, _y) = (randn(batch, widths[0]), randint(0, widths[^1], batch, ScalarType.Int64));
        _monitor = options is null ? null : ActivationMonitor.Attach(_model, options);
    }

    public void Steps(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            nn.functional.cross_entropy(_model.call(_x), _y).backward();
            _optimizer.step();
        }
    }

    public void Dispose()
    {
        _monitor?.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
        _x.Dispose();
        _y.Dispose();
    }
}
