using Hillock.Statistics;
using Hillock.Torch.Monitoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

// What is seen at one activation module, and what could not be seen.
public sealed partial class ActivationMonitor
{
    private readonly List<nn.Module> _activations = [];
    private readonly List<string> _notes = [];

    /// <summary>What could not be watched, each with the reason; complete once a training step has been seen.</summary>
    public IReadOnlyList<string> Unwatched
    {
        get
        {
            Settle();
            if (_passNumber == 0 || Looks == 0 && _layers.Count == 0)
                return [.. _notes, "no training step was seen yet: a forward pass in training mode, with gradients, through call"];
            IEnumerable<string> bypassed = _activations.Where(module => !_order.WasCalled(module)).Select(module =>
                $"{Describe(module)}: its hook never fired; it is not used, or run by forward(x): run it by call(x)");
            string[] none = _activations.Count > 0 ? [] : ["the module holds no activation module that can be watched"];
            return [.. _notes, .. bypassed, .. _order.Bare, .. none];
        }
    }

    /// <summary>The layer of an activation called now; null where it cannot be watched, which is then noted.</summary>
    private WatchedLayer? Place(nn.Module module, Activation activation, Tensor z, out UnitLayout layout)
    {
        layout = default;
        if (!FloatCopy.CanConvert(z))
        {
            Note($"{Describe(module)}: it received {z.dtype} values on {z.device_type}; only dense floating-point ones are watched, and only where there are values");
            return null;
        }

        if (_axis.Layout(z.shape) is not { } found) return null;
        layout = found;
        if (!_byPlace.TryGetValue((module, _axis.Module), out WatchedLayer? layer))
        {
            layer = Watch(module, _axis.Module, activation, layout.Units);
            if (_pass == Pass.Look) layer.Weights?.See(Steps);
            _layers.Add(layer);
        }

        if (layer.Units == layout.Units) return layer;
        Note($"{Describe(module)}: it received {layer.Units} units, then {layout.Units}; only what has the first size is watched");
        return null;
    }

    private string Describe(nn.Module module) => $"{_paths[module]} ({module.GetType().Name})";

    private void Note(string text)
    {
        if (!_notes.Contains(text)) _notes.Add(text);
    }

    // A module that serves several layers is one activation, but each of its places is a layer.
    private string NameOf(WatchedLayer layer)
    {
        string name = _options.Name?.Invoke(layer.Path) ?? layer.Path;
        return layer.After is { } after && _layers.Count(other => other.Path == layer.Path) > 1 ? $"{name} after {after}" : name;
    }

    /// <summary>The two hooks of one activation module, and what passes between them.</summary>
    private sealed class ActivationHook(ActivationMonitor monitor, nn.Module<Tensor, Tensor> module, Activation activation)
    {
        private WatchedLayer? _layer;
        private UnitLayout _layout;
        private Tensor? _tapped;
        private float[] _copy = [];
        private bool _inPlace;

        public Tensor? Before(Tensor z)
        {
            (_layer, _tapped) = (null, null);
            if (!monitor.Enter(module)) return null;
            _layer = monitor.Place(module, activation, z, out _layout);
            if (_layer is null) return null;
            using var scope = NewDisposeScope();
            _inPlace = KnownActivations.IsInPlace(module);
            if (_inPlace)
            {
                // Soon overwritten: the buffer is used again and grows to the largest batch.
                if (_copy.Length < _layout.Length) _copy = new float[_layout.Length];
                FloatCopy.Of(z).Span<float>().CopyTo(_copy);
            }

            if (!monitor.WantsGradient(z)) return null;
            (WatchedLayer layer, UnitLayout layout, int pass) = (_layer, _layout, monitor._passNumber);
            _tapped = Tap.apply(z, (Action<Tensor>)(gradient => See(layer, layout, pass, gradient))).MoveToOuterDisposeScope();
            return _tapped;
        }

        public Tensor? After(Tensor z, Tensor a)
        {
            if (_layer is not { } layer) return null;
            using LookBudget.Spending spending = monitor._budget.Spend();
            using var scope = NewDisposeScope();
            if (FloatCopy.CanConvert(a) && a.NumberOfElements == _layout.Length)
                layer.Target(monitor._pass == Pass.Evaluation).Observe(
                    _inPlace ? _copy.AsSpan(0, _layout.Length) : FloatCopy.Of(z).Span<float>(), FloatCopy.Of(a).Span<float>(), _layout);
            // Only this monitor knows the tapped input; the graph holds what it needs of it.
            if (_tapped is not null && !ReferenceEquals(_tapped, a)) _tapped.Dispose();
            (_layer, _tapped) = (null, null);
            return null;
        }

        private void See(WatchedLayer layer, UnitLayout layout, int pass, Tensor gradient)
        {
            // A backward pass that comes after the next forward pass has nothing to be compared with.
            if (monitor._pass == Pass.Ignored || monitor._pass == Pass.Look && pass != monitor._passNumber) return;
            using LookBudget.Spending spending = monitor._budget.Spend();
            using var scope = NewDisposeScope();
            layer.Target(monitor._pass == Pass.Evaluation).ObserveGradient(FloatCopy.Of(gradient).Span<float>(), layout);
        }
    }
}
