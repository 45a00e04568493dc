using System.Diagnostics;
using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Treatments;

namespace Hillock.Torch.Training;

/// <summary>
/// The training of one network, epoch by epoch, so that several can be trained side by side by turns. Sessions of the same seed and batch
/// size see the same batches whatever their activations; the same seed and thread count give the same <see cref="Run"/>, seconds aside.
/// </summary>
public sealed class TrainingSession : IDisposable
{
    // What the evaluation pass looks at, so that it takes the same short time for every data set.
    private const int MostExamined = 10_000;

    private readonly TrainingData _data;
    private readonly TrainingOptions _asked;
    private readonly IReadOnlyList<RateTrial> _trials;
    private readonly Stopwatch _clock = new();
    private readonly Doctor? _doctor;
    private Course _course;
    private TimeSpan _before;
    private string[]? _identity;
    private TrainingResult? _result;

    private TrainingSession(TrainingData data, TrainingOptions asked, Course course, IReadOnlyList<RateTrial> trials, TimeSpan spent)
    {
        (_data, _asked, _course, _trials) = (data, asked, course, trials);
        SearchTime = spent;
        if (asked.Cure) _doctor = new Doctor(data, asked with { LearningRate = course.Options.LearningRate });
    }

    /// <summary>Steps taken.</summary>
    public int Step => _course.Trainer.Steps;

    /// <summary>Steps in an epoch.</summary>
    public int StepsPerEpoch => _course.Trainer.StepsPerEpoch;

    /// <summary>Steps of the whole training.</summary>
    public int Steps => _course.Steps;

    /// <summary>The learning rate, given or chosen; a change counts from the next step on, and no checkpoint keeps it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double LearningRate
    {
        get => _course.Trainer.Rate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _course.Trainer.Rate = value;
        }
    }

    /// <summary>Every weight as it is now, in the order of <see cref="NetworkWeights"/>, with zeros between arrays.</summary>
    public ReadOnlySpan<float> Weights => _course.Trainer.Module.Flat.Values;

    /// <summary>How long the choice of the rate took.</summary>
    public TimeSpan SearchTime { get; }

    /// <summary>The rates that were tried; empty where the rate was given.</summary>
    public IReadOnlyList<RateTrial> RateTrials => _trials;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochRecord> History => _course.History;

    /// <summary>How the training ended, or would if it were finished now.</summary>
    public RunEnd End => _course.NonFinite is not null ? RunEnd.Diverged : Step < Steps ? RunEnd.Interrupted : RunEnd.Completed;

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
        Check(data, options);
        Network network = options.Network;
        LossFunction loss = new(options.Loss, data.Classes, network.OutputActivation.Name);
        Initialiser output = options.OutputInitialiser ?? options.Initialiser;
        NetworkWeights weights = options.Weights ?? NetworkWeights.Create(network, options.Initialiser, output, options.Seed);
        Stopwatch clock = Stopwatch.StartNew();
        IReadOnlyList<RateTrial> trials =
            options.LearningRate is null ? RateSearch.Run(data, options, loss, weights, onTrial, cancellation) : [];
        double rate = options.LearningRate ?? trials.First(trial => trial.Chosen).Rate;
        return new(data, options, new Course(data, options with { LearningRate = rate }, weights), trials, clock.Elapsed);
    }

    /// <summary>Goes on with a training where <see cref="SaveCheckpoint"/> left it, to the same bits as if it had not been interrupted.</summary>
    /// <param name="data">What it was trained on.</param>
    /// <param name="options">How.</param>
    /// <param name="path">The checkpoint.</param>
    /// <exception cref="SpecificationException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or that of another training; the message says which.</exception>
    public static TrainingSession Resume(TrainingData data, TrainingOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(data, options);
        TrainingSession? session = null;
        Checkpoint.Read(path, Checkpoint.IdentityOf(data, options), state =>
        {
            RateTrial[] trials = state.Record<RateTrial[]>(null)!;
            TimeSpan searched = state.Value(TimeSpan.Zero), trained = state.Value(TimeSpan.Zero);
            CourseState course = CourseState.Pass(state, null, options);
            session = new(data, options, Course.Restore(data, course), trials, searched) { _before = trained };
            session._doctor?.Pass(state);
        });
        return session!;
    }

    /// <summary>
    /// Writes all that the training needs to go on to the same bits: weights, optimizer, statistics, timelines, history. For between
    /// epochs: within one the record of the interrupted epoch would differ.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; what stood there stays.</exception>
    public void SaveCheckpoint(string path) => Checkpoint.Write(path, _identity ??= Checkpoint.IdentityOf(_data, _asked), state =>
    {
        state.Record(_trials.ToArray());
        state.Value(SearchTime);
        state.Value(_before + _clock.Elapsed);
        CourseState.Pass(state, _course.Save(), _asked);
        _doctor?.Pass(state);
    });

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
        do TakeStep(onStep, cancellation);
        while (!_course.EpochEnded && !IsOver && !cancellation.IsCancellationRequested);

        _course.RecordEpoch();
        _clock.Stop();
        return History[^1];
    }

    /// <summary>Takes some steps, across the ends of epochs; fewer where the training is over before.</summary>
    /// <param name="count">How many.</param>
    /// <param name="onStep">Hears of every step.</param>
    public void RunSteps(int count, Action<TrainingStep>? onStep = null)
    {
        if (_result is not null) throw new InvalidOperationException("The training is finished; start another session.");
        _clock.Start();
        for (int i = 0; i < count && !IsOver; i++) TakeStep(onStep);
        _clock.Stop();
    }

    /// <summary>The loss and accuracy on a part of the data with the weights as they are now.</summary>
    public Score Score(TrainingPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return _course.Trainer.Score(part);
    }

    /// <summary>A copy of the weights as they are now.</summary>
    public NetworkWeights CopyWeights() => _course.Trainer.ToWeights();

    /// <summary>
    /// Scores the network, looks at every unit with the weights as they are now, and judges. Afterwards nothing more can be trained.
    /// </summary>
    public TrainingResult Finish()
    {
        if (_result is not null) return _result;
        _clock.Start();
        Trainer trainer = _course.Trainer;
        ActivationMonitor monitor = _course.Monitor;
        Score train = trainer.Score(_data.Train), test = trainer.Score(_data.Test);
        monitor.Evaluate(() => trainer.Examine(_data.Train, MostExamined));
        _clock.Stop();
        Run run = new()
        {
            Activation = _asked.Network.Activation.ToString(),
            Seed = _asked.Seed,
            Network = _asked.Network.Spec.ToString(),
            LearningRate = LearningRate,
            RateTrials = _trials,
            Optimizer = _course.Options.Optimizer.ToString(),
            Initialiser = _asked.Initialiser.ToString(),
            Loss = trainer.Loss.Name,
            Batch = _asked.Batch,
            Epochs = History.Count,
            Seconds = (_before + _clock.Elapsed + SearchTime).TotalSeconds,
            End = End,
            NonFinite = _course.NonFinite,
            ConstantLoss = _course.ConstantLoss,
            ChanceAccuracy = _course.ChanceAccuracy,
            Train = train,
            Test = test,
            History = [.. History],
            Layers = monitor.Report(),
            OutputGradientRms = monitor.OutputGradientRms,
            Unwatched = monitor.Unwatched,
            Findings = _course.Diagnose(Step == 0 ? null : train),
            Cures = Cures,
            Restarts = _doctor?.Restarts ?? 0,
            TrialSteps = _doctor?.WastedSteps ?? 0,
            Cured = TreatedOptions.Changes(_asked, _course.Options),
        };
        return _result = new(run, trainer.ToWeights(), _course.Options.Network);
    }

    /// <summary>The treatments tried so far.</summary>
    public IReadOnlyList<Cure> Cures => _doctor?.Cures ?? [];

    /// <summary>
    /// What is wrong or worth knowing with the weights as they are now: looks at every unit and judges, between epochs, and changes nothing
    /// of the training.
    /// </summary>
    public IReadOnlyList<Finding> Diagnose()
    {
        if (_result is not null) return _result.Run.Findings;
        _course.Monitor.Evaluate(() => _course.Trainer.Examine(_data.Train, MostExamined));
        // Before the first step there is no progress to judge by.
        return _course.Diagnose(Step == 0 ? null : _course.Trainer.Score(_data.Train));
    }

    /// <inheritdoc/>
    public void Dispose() => _course.Dispose();

    private void TakeStep(Action<TrainingStep>? onStep, CancellationToken cancellation = default)
    {
        int before = Step;
        if (before == 0 && _doctor is not null) _course = _doctor.Begin(_course, cancellation);
        // What is treated before the first step takes it in its trial.
        if (Step == before)
        {
            int epoch = Step / StepsPerEpoch + 1;
            StepResult step = _course.Step();
            onStep?.Invoke(new(Step, Steps, epoch, step.Loss, step.Samples, step.Correct));
        }

        if (_doctor is not null) _course = _doctor.Visit(_course, cancellation);
    }

    private static void Check(TrainingData data, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        data.Check(options.Network.InputShape.Aggregate(1, (a, b) => a * b), options.Network.Outputs);
    }
}
