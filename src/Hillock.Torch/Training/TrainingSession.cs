using System.Diagnostics;
using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>
/// The training of one network, epoch by epoch, so that several can be trained side by side by turns. Sessions of the same seed and batch
/// size see the same batches whatever their activations; the same seed and thread count give the same <see cref="Run"/>, seconds aside.
/// </summary>
public sealed class TrainingSession : IDisposable
{
    private const int MostStepsBetweenLooks = 25;

    // What the evaluation pass looks at, so that it takes the same short time for every data set.
    private const int MostExamined = 10_000;

    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly Trainer _trainer;
    private readonly ActivationMonitor _monitor;
    private readonly WeightChanges _changes;
    private readonly IReadOnlyList<RateTrial> _trials;
    private readonly double _constantLoss;
    private readonly double? _chance;
    private readonly List<EpochRecord> _history = [];
    private readonly Stopwatch _clock = new();
    private NonFiniteEvent? _nonFinite;
    private TrainingResult? _result;

    private TrainingSession(TrainingData data, TrainingOptions options, Trainer trainer, IReadOnlyList<RateTrial> trials, TimeSpan spent)
    {
        (_data, _options, _trainer, _trials) = (data, options, trainer, trials);
        SearchTime = spent;
        (_constantLoss, _chance) = trainer.Loss.Constant(data.Train.Y);
        _changes = new WeightChanges(trainer.Module.Flat);
        _monitor = ActivationMonitor.Attach(trainer.Module, new MonitorOptions
        {
            LookEvery = options.LookEvery ?? Math.Clamp(trainer.StepsPerEpoch / 2, 1, MostStepsBetweenLooks),
            StepsPerEpoch = trainer.StepsPerEpoch,
            Thresholds = options.Thresholds,
            Name = NetworkModule.LayerOf,
        });
    }

    /// <summary>Steps taken.</summary>
    public int Step => _trainer.Steps;

    /// <summary>Steps in an epoch.</summary>
    public int StepsPerEpoch => _trainer.StepsPerEpoch;

    /// <summary>Steps of the whole training.</summary>
    public int Steps => StepsPerEpoch * _options.Epochs;

    /// <summary>The learning rate, given or chosen.</summary>
    public double LearningRate => _trainer.Rate;

    /// <summary>How long the choice of the rate took.</summary>
    public TimeSpan SearchTime { get; }

    /// <summary>The rates that were tried; empty where the rate was given.</summary>
    public IReadOnlyList<RateTrial> RateTrials => _trials;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>How the training ended, or would if it were finished now.</summary>
    public RunEnd End => _nonFinite is not null ? RunEnd.Diverged : Step < Steps ? RunEnd.Interrupted : RunEnd.Completed;

    /// <summary>Whether there is nothing left to train: all epochs are done, or the training met NaN or ±∞.</summary>
    public bool IsOver => End != RunEnd.Interrupted;

    /// <summary>Checks data and options, draws the weights, and chooses the learning rate if none is given.</summary>
    /// <param name="data">What to train on.</param>
    /// <param name="options">How.</param>
    /// <param name="onTrial">Hears of every rate that was tried.</param>
    /// <param name="cancellation">Stops the choice of the rate.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">The data does not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The choice of the rate was stopped.</exception>
    public static TrainingSession Start(
        TrainingData data, TrainingOptions options, Action<RateTrial>? onTrial = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Network network = options.Network;
        data.Check(network.InputShape.Aggregate(1, (a, b) => a * b), network.Outputs);
        LossFunction loss = new(options.Loss, data.Classes, network.OutputActivation.Name);
        Initialiser output = options.OutputInitialiser ?? options.Initialiser;
        NetworkWeights weights = NetworkWeights.Create(network, options.Initialiser, output, options.Seed);
        Stopwatch clock = Stopwatch.StartNew();
        IReadOnlyList<RateTrial> trials =
            options.LearningRate is null ? RateSearch.Run(data, options, loss, weights, onTrial, cancellation) : [];
        double rate = options.LearningRate ?? trials.First(trial => trial.Chosen).Rate;
        return new(data, options, new Trainer(data, options, loss, weights, rate), trials, clock.Elapsed);
    }

    /// <summary>
    /// Trains up to the end of the epoch. A cancellation stops after the step at hand; the record then tells of the steps that were taken.
    /// </summary>
    /// <param name="onStep">Hears of every step.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <returns>The epoch, as long as it was; null where no step was left or taken.</returns>
    public EpochRecord? RunEpoch(Action<TrainingStep>? onStep = null, CancellationToken cancellation = default)
    {
        if (_result is not null) throw new InvalidOperationException("The training is finished; start another session.");
        if (IsOver || cancellation.IsCancellationRequested) return null;
        _clock.Start();
        int epoch = Step / StepsPerEpoch + 1, samples = 0, correct = 0;
        double loss = 0;
        do
        {
            StepResult step = _trainer.Step();
            samples += step.Samples;
            correct += step.Correct;
            loss += step.Loss * step.Samples;
            if (step.Trouble is { } trouble) _nonFinite = new(Step, epoch, trouble.Layer, trouble.What);
            else if (_monitor.LooksNow) _monitor.RecordGradientNorm(_trainer.GradientNorm());
            onStep?.Invoke(new(Step, Steps, epoch, step.Loss));
        }
        while (_nonFinite is null && Step % StepsPerEpoch != 0 && !cancellation.IsCancellationRequested);

        EpochRecord record = new()
        {
            Epoch = epoch,
            Step = Step,
            Loss = loss / samples,
            Accuracy = _data.Classes is null ? null : (double)correct / samples,
            Validation = _trainer.Score(_data.Validation),
            Layers = _monitor.EndEpoch(),
        };
        // Buffers that no gradient touches, such as batch normalisation's, show their NaN here first.
        if (record.Validation is { } score && !double.IsFinite(score.Loss)) _nonFinite ??= new(Step, epoch, null, "validation loss");
        _changes.EndEpoch();
        _history.Add(record);
        _clock.Stop();
        return record;
    }

    /// <summary>
    /// Scores the network, looks at every unit with the weights as they are now, and judges. Afterwards nothing more can be trained.
    /// </summary>
    public TrainingResult Finish()
    {
        if (_result is not null) return _result;
        _clock.Start();
        Score train = _trainer.Score(_data.Train), test = _trainer.Score(_data.Test);
        _monitor.Evaluate(() => _trainer.Examine(_data.Train, MostExamined));
        _clock.Stop();
        TrainingFacts facts = new()
        {
            LossByEpoch = [.. _history.Select(epoch => epoch.Loss)],
            ConstantLoss = _constantLoss,
            FinalLoss = train.Loss,
            NonFinite = _nonFinite,
            GradientNorm = _monitor.GradientNorms,
        };
        Run run = new()
        {
            Activation = _options.Network.Activation.ToString(),
            Seed = _options.Seed,
            Network = _options.Network.Spec.ToString(),
            LearningRate = LearningRate,
            RateTrials = _trials,
            Optimizer = _options.Optimizer.ToString(),
            Initialiser = _options.Initialiser.ToString(),
            Loss = _trainer.Loss.Name,
            Batch = _options.Batch,
            Epochs = _history.Count,
            Seconds = (_clock.Elapsed + SearchTime).TotalSeconds,
            End = End,
            NonFinite = _nonFinite,
            ConstantLoss = _constantLoss,
            ChanceAccuracy = _chance,
            Train = train,
            Test = test,
            History = [.. _history],
            Layers = _monitor.Report(),
            OutputGradientRms = _monitor.OutputGradientRms,
            Unwatched = _monitor.Unwatched,
            Findings = _monitor.Diagnose(facts, _changes.LastEpoch),
        };
        return _result = new(run, _trainer.Module.ToWeights());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _monitor.Dispose();
        _trainer.Dispose();
    }
}
