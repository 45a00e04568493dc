using System.Numerics;
using System.Runtime.InteropServices;
using Hillock.Statistics;
using Hillock.Torch.Monitoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

// What happens while the module runs: from hooks to statistics. Between looks a hook returns at its first comparison.
public sealed partial class ActivationMonitor
{
    // Looks in a window where the length of an epoch is not known: 16 batches of 32 are enough to call a unit dead.
    private const int WindowLooks = 16;

    private const int MostInputValues = 1 << 14;

    // The input is counted at every look up to so many samples in a window, then at most once in so many steps.
    private const int EnoughInput = 200, StepsBetweenInputs = 25;

    private static readonly Activation Identity = Activation.Parse("identity");

    private readonly nn.Module _root;
    private readonly IReadOnlyDictionary<nn.Module, string> _paths;
    private readonly CallOrder _order;
    private readonly Dictionary<(nn.Module Activation, nn.Module? After), WatchedLayer> _byPlace = [];
    // Only the gradient of the whole output is of interest, so it counts as one unit.
    private readonly LookWindow _output = new(Identity, 1, UnitStatistics.DefaultSaturatedSlope);
    private readonly UnitStatistics _outputLook = new(Identity, 1);
    private UnitStatistics? _outputEvaluation;
    private Pass _pass;
    private bool _bracketed;
    private bool _evaluating;
    private int _passNumber;
    private int _windowEpoch;
    private readonly LookBudget _budget;
    private int _lastLook;
    private WatchedLayer? _input;
    private int _inputCounted;
    private readonly RunningMedian _inputPeaks = new();
    private float _inputPeak;
    private double _inputJump = double.NaN;
    private double _stepLength = double.NaN;
    private double _stepLengthBefore = double.NaN;
    private nn.Module? _leader;
    private UnitAxis _axis;

    private enum Pass
    {
        /// <summary>Not looked at.</summary>
        Ignored,
        Look,
        Evaluation,
    }

    private void Hook()
    {
        // The whole module's own hooks tell where a pass begins and ends, unless it is run by forward.
        _hooks.AddAround(_root, () => BeginPass(bracketed: true), () => _bracketed = false);
        foreach (nn.Module module in _paths.Keys)
        {
            if (module is not nn.Module<Tensor, Tensor> plain)
            {
                if (!module.children().Any() && module.parameters(recurse: false).Any())
                    _notes.Add($"{Describe(module)} takes or returns several tensors; what it computes inside cannot be watched");
                continue;
            }

            Activation? activation = KnownActivations.Of(module, out string? refusal);
            bool wanted = _options.Name is null || _options.Name(_paths[module]) is not null;
            if (activation is not null && wanted) WatchActivation(plain, activation);
            else if (UnitAxis.IsAffine(module)) _hooks.Add(plain, null, (input, output) => AfterAffine(plain, input, output));
            else if (activation is not null || refusal is not null)
            {
                if (refusal is not null) _notes.Add($"{Describe(module)}: {refusal}");
                _hooks.Add(plain, _ => { Enter(plain); return null; }, null);
            }
        }
    }

    private void WatchActivation(nn.Module<Tensor, Tensor> module, Activation activation)
    {
        _activations.Add(module);
        ActivationHook hook = new(this, module, activation);
        _hooks.Add(module, hook.Before, hook.After);
    }

    private void BeginPass(bool bracketed)
    {
        BackwardErrors.ThrowIfAny();
        Settle();
        _bracketed = bracketed;
        _passNumber++;
        _axis = default;
        if (_evaluating) _pass = Pass.Evaluation;
        else if (_root.training && is_grad_enabled())
        {
            Steps++;
            _pass = _schedule.Looks(Steps) && (_budget.Affords || IsDue()) ? Pass.Look : Pass.Ignored;
            if (_pass == Pass.Look)
            {
                Looks++;
                _lastLook = Steps;
            }

            SeeWeights();
        }
        else _pass = Pass.Ignored;
        if (_pass != Pass.Ignored) _order.Begin();
    }

    // The epoch at hand ends before the next look, and had none yet.
    private bool IsDue() =>
        _options.StepsPerEpoch is int steps && (_lastLook == 0 || (_lastLook - 1) / steps < (Steps - 1) / steps)
        && (_schedule.Next(Steps) - 1) / steps > (Steps - 1) / steps;

    // Before a look's step and the two after it, which makes two updates and the angle between them.
    private void SeeWeights()
    {
        if (_lastLook == 0 || Steps > _lastLook + 2) return;
        using LookBudget.Spending spending = _budget.Spend();
        foreach (WatchedLayer layer in _layers)
        {
            layer.Weights?.See(Steps);
            if (_pass == Pass.Look) layer.Weights?.Look();
        }
    }

    /// <summary>Notes a call; true where the pass is looked at.</summary>
    /// <remarks>Where nothing brackets the passes, the module that was called first of all opens each.</remarks>
    private bool Enter(nn.Module module)
    {
        if (!_bracketed && (_leader ??= module) == module) BeginPass(bracketed: false);
        if (_pass == Pass.Ignored) return false;
        _order.Add(module);
        return true;
    }

    private Tensor? AfterAffine(nn.Module module, Tensor input, Tensor output)
    {
        if (!Enter(module)) return null;
        if (_order.AtInput) SeeInput(module, input);
        _axis = UnitAxis.After(module)!.Value;
        if (module != _order.Output || !WantsGradient(output)) return null;
        using var scope = NewDisposeScope();
        int pass = _passNumber;
        Tensor tapped = Tap.apply(output, (Action<Tensor>)(gradient => SeeOutputGradient(pass, gradient)));
        // Nobody else has seen the affine module's output yet, and the graph holds what it needs.
        output.Dispose();
        return tapped.MoveToOuterDisposeScope();
    }

    // The network's input is what its first affine module receives.
    private void SeeInput(nn.Module module, Tensor input)
    {
        if (!FloatCopy.CanConvert(input) || UnitAxis.After(module)!.Value.Layout(input.shape) is not { } layout) return;
        _input ??= new WatchedLayer("input", null, Identity, layout.Units, _options.Thresholds);
        if (_input.Units != layout.Units) return;
        using LookBudget.Spending spending = _budget.Spend();
        using var scope = NewDisposeScope();
        ReadOnlySpan<float> x = FloatCopy.Of(input).Span<float>();
        if (_pass == Pass.Look)
        {
            _inputPeak = Math.Max(_inputPeak, LargestMagnitude(x));
            // The data are the same all the time: what they are like need not be counted at every step.
            if (_input.Window.Current.Samples >= EnoughInput && Steps < _inputCounted + StepsBetweenInputs) return;
            _inputCounted = Steps;
            // A look need not count every number of a wide input: the first samples of a batch are as good as any.
            int sample = layout.Units * layout.Positions;
            layout = layout with { Samples = Math.Clamp(MostInputValues / sample, 1, layout.Samples) };
            x = x[..layout.Length];
        }

        _input.Target(_pass == Pass.Evaluation).Observe(x, x, layout);
    }

    // NaN and ±∞ are the matter of another rule: what is not finite leaves the peak unknown.
    private static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        Vector<float> largest = Vector<float>.Zero;
        ReadOnlySpan<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> part in whole) largest = Vector.Max(largest, Vector.Abs(part));
        float peak = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++) peak = Math.Max(peak, largest[lane]);
        foreach (float value in values[(whole.Length * Vector<float>.Count)..]) peak = Math.Max(peak, Math.Abs(value));
        return peak;
    }

    private bool WantsGradient(Tensor tensor) =>
        _options.Gradients && tensor.requires_grad && is_grad_enabled() && FloatCopy.CanConvert(tensor);

    private void SeeOutputGradient(int pass, Tensor gradient)
    {
        if (pass != _passNumber || _pass == Pass.Ignored) return;
        using LookBudget.Spending spending = _budget.Spend();
        using var scope = NewDisposeScope();
        ReadOnlySpan<float> delta = FloatCopy.Of(gradient).Span<float>();
        UnitStatistics target = _pass == Pass.Evaluation ? _outputEvaluation ??= new UnitStatistics(Identity, 1) : _outputLook;
        target.ObserveGradient(delta, new UnitLayout(delta.Length, 1));
    }

    /// <summary>Takes up what the last look has counted.</summary>
    private void Settle()
    {
        if (_pass == Pass.Ignored) return;
        Pass pass = _pass;
        _pass = Pass.Ignored;
        _order.End();
        if (pass == Pass.Evaluation) return;
        using LookBudget.Spending spending = _budget.Spend();
        if (WindowIsFull()) CloseWindows();
        double jumpBefore = _inputJump;
        _inputJump = float.IsFinite(_inputPeak) && _inputPeak > 0 ? _inputPeaks.Add(_inputPeak) : double.NaN;
        _inputPeak = 0;
        _input?.ForgetEvaluation();
        _input?.FinishCount();
        foreach (WatchedLayer layer in _layers)
        {
            layer.ForgetEvaluation();
            if (LiveMetrics.Enabled) LiveMetrics.Record(NameOf(layer), layer.Target(evaluation: false), _outputLook);
            layer.FinishLook(Steps, _outputLook, _stepLengthBefore, Math.Max(jumpBefore, double.IsNaN(_inputJump) ? jumpBefore : _inputJump));
        }

        (_stepLengthBefore, _stepLength) = (_stepLength, double.NaN);

        _outputEvaluation = null;
        _output.Add(_outputLook);
        _outputLook.Clear();
    }

    // The look about to be added belongs to another epoch than those in the window, or there are enough of them.
    private bool WindowIsFull() =>
        _options.StepsPerEpoch is int steps ? (Steps - 1) / steps != _windowEpoch : _output.Looks >= WindowLooks;

    private void CloseWindows()
    {
        _windowEpoch = _options.StepsPerEpoch is int steps ? (Steps - 1) / steps : 0;
        foreach (WatchedLayer layer in _layers)
        {
            layer.Window.Close();
            layer.Weights?.EndEpoch();
        }

        if (_input?.Window.Current.Samples >= EnoughInput) _input.Window.Close();
        _output.Close();
    }
}
