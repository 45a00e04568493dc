using Hillock.Statistics;
using Hillock.Torch.Monitoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

// What a monitor remembers, saved and restored: for checkpoints and for trials of treatments.
public sealed partial class ActivationMonitor
{
    // What another monitor of the same layers saw of them before this one.
    private readonly Dictionary<string, byte[]> _inherited = [];

    /// <summary>Saves what was seen, or restores it in a monitor of a module of the same build.</summary>
    internal void PassState(StateStream state)
    {
        Settle();
        Steps = state.Value(Steps);
        Looks = state.Value(Looks);
        _lastLook = state.Value(_lastLook);
        // Whether there was a pass is all that outlasts it.
        _passNumber = state.Value(Math.Min(_passNumber, 1));
        _windowEpoch = state.Value(_windowEpoch);
        state.List(_losses, loss => state.Value(loss));
        _accuracy = state.Optional(_accuracy);
        _inputJump = state.Value(_inputJump);
        _inputCounted = state.Value(_inputCounted);
        _stepLength = state.Value(_stepLength);
        _stepLengthBefore = state.Value(_stepLengthBefore);
        _inputPeaks.Pass(state);
        _input?.ForgetEvaluation();
        int features = state.Value(_input?.Units ?? 0);
        if (features > 0) (_input ??= new WatchedLayer("input", null, Identity, features, _options.Thresholds)).Pass(state);
        state.List(_notes, note => state.Text(note)!);
        _norms.Pass(state);
        _output.Pass(state);
        Dictionary<string, nn.Module> modules = [];
        foreach ((nn.Module module, string path) in _paths) modules[path] = module;
        _order.Pass(state, modules);
        state.List(_layers, layer =>
        {
            string path = state.Text(layer?.Path)!;
            string? after = state.Text(layer?.After);
            Activation activation = Activation.Parse(state.Text(layer?.Activation.ToString())!);
            int units = state.Value(layer?.Units ?? 0);
            layer ??= Watch(modules[path], after is null ? null : modules[after], activation, units);
            layer.Pass(state);
            return layer;
        });
    }

    /// <summary>
    /// Goes on counting where another monitor stopped, for a module whose layers were treated meanwhile: steps and timelines go on, what
    /// is judged by begins anew, since it was seen before the treatment.
    /// </summary>
    internal void ContinueFrom(ActivationMonitor earlier)
    {
        earlier.Settle();
        (Steps, Looks, _lastLook, _windowEpoch) = (earlier.Steps, earlier.Looks, earlier._lastLook, earlier._windowEpoch);
        foreach (WatchedLayer layer in earlier._layers)
        {
            byte[] timeline = StateStream.Save(layer.Timeline.Pass);
            // A look before the first step has met the layers already.
            if (_layers.Find(mine => mine.Path == layer.Path) is { } met) StateStream.Restore(timeline, met.Timeline.Pass);
            else _inherited[layer.Path] = timeline;
        }
    }

    private WatchedLayer Watch(nn.Module module, nn.Module? affine, Activation activation, int units)
    {
        WatchedLayer layer = new(_paths[module], affine is null ? null : _paths[affine], activation, units, _options.Thresholds)
        {
            Weights = WeightWatch.Of(affine, units),
        };
        if (_inherited.Remove(layer.Path, out byte[]? timeline)) StateStream.Restore(timeline, layer.Timeline.Pass);
        _byPlace[(module, affine)] = layer;
        return layer;
    }
}
