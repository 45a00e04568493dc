using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;
using Hillock.Torch.Monitoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>
/// Watches the activations of any module while it trains: every so many steps it counts what each unit does (z, a = f(z) and
/// δ = ∂L/∂z), and it judges when asked. Watching changes no bit of the training; what it holds grows with the units, not with the
/// samples (save a buffer as long as the largest batch where an activation works in place).
/// </summary>
/// <remarks>
/// A step is a forward pass in training mode with gradients. Passes in evaluation mode or without gradients are not counted, except
/// within <see cref="BeginEvaluation"/>. An activation is seen where it is a module that is run by <c>call</c>; what could not be seen is
/// named in <see cref="Unwatched"/>. A layer is an activation module after one certain affine module. Not thread-safe: use it on the
/// thread that trains.
/// </remarks>
public sealed partial class ActivationMonitor : IDisposable
{
    private readonly MonitorOptions _options;
    private readonly LookSchedule _schedule;
    private readonly HookSet _hooks = new();
    private readonly List<WatchedLayer> _layers = [];
    private readonly List<double> _losses = [];
    private readonly GradientNormTrace _norms;
    private double? _accuracy;

    private ActivationMonitor(nn.Module module, MonitorOptions options)
    {
        _options = options;
        _schedule = new LookSchedule(options.LookEvery, options.StepsPerEpoch, options.LooksPerEpoch);
        if (options.TimeBudget is double share && share is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), share, "The time budget is a share of the time, from 0 to 1, such as 0.01.");
        _budget = new LookBudget(options.TimeBudget);
        _norms = new GradientNormTrace(options.Thresholds);
        _root = module;
        _paths = ModulePaths.Of(module);
        _order = new CallOrder(_paths);
        Hook();
    }

    /// <summary>Starts to watch a module; dispose the monitor to stop. What was seen can still be read then.</summary>
    /// <param name="module">Any module, with activations of TorchSharp or <see cref="ActivationModule"/>s, in place or not.</param>
    /// <param name="options">How to watch; the defaults cost about one percent of a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">An interval is not positive.</exception>
    public static ActivationMonitor Attach(nn.Module module, MonitorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new(module, options ?? new MonitorOptions());
    }

    /// <summary>Training steps seen.</summary>
    public int Steps { get; private set; }

    /// <summary>The steps that were looked at.</summary>
    public int Looks { get; private set; }

    /// <summary>Tells the mean training loss of an epoch, and the accuracy where there are classes, for the rules about progress.</summary>
    public void RecordLoss(double loss, double? accuracy = null)
    {
        _losses.Add(loss);
        _accuracy = accuracy;
    }

    /// <summary>Tells the norm of the whole gradient at the step at hand; of use where it is called at about every look.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="learningRate">The rate of the step, to tell of what happened when a unit died; null where it is not known.</param>
    public void RecordGradientNorm(double norm, double? learningRate = null)
    {
        if (Steps > 0) _norms.Add(Steps, norm);
        if (learningRate is double rate) _stepLength = rate * norm;
    }

    /// <summary>What is wrong or worth knowing, gravest first: by the last evaluation, or else by the latest looks.</summary>
    public IReadOnlyList<Finding> Diagnose() =>
        Diagnose(new TrainingFacts
        {
            LossByEpoch = [.. _losses],
            ConstantLoss = _options.ConstantLoss,
            Accuracy = _accuracy,
            ChanceAccuracy = _options.ChanceAccuracy,
            LossFunction = _options.LossFunction,
            OutputFunction = OutputFunction,
        }, _ => null);

    /// <summary>
    /// The layers in the order of the data: by the last evaluation, or else by the latest looks. Layers that saw nothing are left out.
    /// </summary>
    public IReadOnlyList<LayerRecord> Report()
    {
        Settle();
        return [.. Seen().Select(seen =>
            LayerRecord.Of(seen.Name, seen.Statistics, Examine(seen).Classify(_options.Thresholds), seen.Layer.Timeline, seen.Next))];
    }

    /// <summary>
    /// The layers in the looks since this was last called, and starts counting anew: call it at the end of each epoch. Where
    /// <see cref="MonitorOptions.StepsPerEpoch"/> is not set, at most the latest 16 looks count.
    /// </summary>
    public IReadOnlyList<LayerEpoch> EndEpoch()
    {
        Settle();
        List<LayerEpoch> epochs = [];
        UnitStatistics next = _output.Current;
        foreach (WatchedLayer layer in Enumerable.Reverse(_layers))
        {
            UnitStatistics window = layer.Window.Current;
            if (window.Samples == 0) continue;
            epochs.Insert(0, LayerReports.Epoch(NameOf(layer), window, next, _options.Thresholds));
            next = window;
        }

        CloseWindows();
        if (_options.StepsPerEpoch is int steps) _windowEpoch = Steps / steps;
        return epochs;
    }

    /// <summary>
    /// Forgets the last evaluation and counts every forward pass, and the backward pass after it, until the returned object is disposed.
    /// </summary>
    /// <remarks>The module's own mode decides whether dropout and batch normalisation act as in training: call eval() first.</remarks>
    public IDisposable BeginEvaluation()
    {
        Settle();
        if (_evaluating) throw new InvalidOperationException("An evaluation is under way already; dispose it first.");
        foreach (WatchedLayer layer in _layers) layer.ForgetEvaluation();
        _input?.ForgetEvaluation();
        _outputEvaluation = null;
        _evaluating = true;
        return new Ending(this);
    }

    /// <summary>Runs something that calls the module, as an evaluation.</summary>
    public void Evaluate(Action pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        using IDisposable evaluation = BeginEvaluation();
        pass();
    }

    /// <summary>Takes all hooks off the module, which is then as it was.</summary>
    public void Dispose()
    {
        Settle();
        _hooks.Dispose();
    }

    /// <summary>Root mean square of δ at the output, in the last evaluation or the latest looks.</summary>
    public double? OutputGradientRms => OutputBest.GradientRms is double rms && double.IsFinite(rms) ? rms : null;

    internal IReadOnlyList<Finding> Diagnose(TrainingFacts facts, Func<string, double?> weightChange)
    {
        Settle();
        List<LayerExamination> layers = [];
        double? received = OffCentre(InputBest);
        foreach (Sight seen in Seen())
        {
            layers.Add(Examine(seen) with { ReceivedOffCentre = received, WeightChange = weightChange(seen.Name) ?? seen.Layer.Weights?.EpochChange });
            received = OffCentre(seen.Statistics);
        }

        return Rules.Apply(new Examination
        {
            Layers = layers,
            Training = facts with { Input = InputBest, GradientNorm = _norms },
            Thresholds = _options.Thresholds,
        });
    }

    private static double? OffCentre(UnitStatistics? statistics) => statistics is { Samples: > 0 } ? statistics.OffCentre : null;

    private static LayerExamination Examine(Sight seen) => new()
    {
        Name = seen.Name,
        Statistics = seen.Statistics,
        FromLooks = seen.Layer.Evaluation is null,
        Timeline = seen.Layer.Timeline.Looks > 0 ? seen.Layer.Timeline : null,
        Deaths = seen.Layer.Deaths,
        Gradient = seen.Layer.Gradient.Looks > 0 ? seen.Layer.Gradient : null,
        Updates = seen.Layer.Weights?.Updates,
        StartVariance = seen.Layer.StartVariance,
    };

    // Identity where no module was called after the last affine one.
    private string? OutputFunction => Looks == 0 && _outputEvaluation is null ? null
        : _order.OutputFunction is { } module ? KnownActivations.NameOf(module) : "identity";

    /// <summary>Whether the step at hand is looked at.</summary>
    internal bool LooksNow => _pass == Pass.Look;

    private UnitStatistics? InputBest => _input?.Best();

    private UnitStatistics OutputBest => _outputEvaluation ?? _output.Recent();

    private List<Sight> Seen()
    {
        List<Sight> seen = [];
        UnitStatistics? next = OutputBest;
        foreach (WatchedLayer layer in Enumerable.Reverse(_layers))
        {
            UnitStatistics best = layer.Best();
            if (best.Samples == 0) continue;
            seen.Insert(0, new(layer, NameOf(layer), best, next));
            next = best;
        }

        return seen;
    }

    private sealed record Sight(WatchedLayer Layer, string Name, UnitStatistics Statistics, UnitStatistics? Next);

    private sealed class Ending(ActivationMonitor monitor) : IDisposable
    {
        public void Dispose()
        {
            if (!monitor._evaluating) return;
            monitor.Settle();
            monitor._evaluating = false;
            if (monitor.Steps == 0)
                foreach (WatchedLayer layer in monitor._layers) layer.MeasureStart(layer.Evaluation);
        }
    }
}
