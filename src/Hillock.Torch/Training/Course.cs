using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>
/// A training under way: the trainer, who watches it, and what was recorded. Its whole state can be saved and restored, which is what
/// checkpoints and trials of treatments are made of.
/// </summary>
internal sealed class Course : IDisposable
{
    private const int MostStepsBetweenLooks = 25;
    private const int RecentSteps = 50;

    // Looked at in every epoch, whatever the batch: as many as a verdict of death needs.
    private const int SamplesPerEpoch = 200, MostLooksPerEpoch = 8;

    // Enough for the variance of pre-activations before the first step, and no more than a few batches.
    private const int MostPreviewed = 256;

    private readonly TrainingData _data;
    private readonly List<EpochRecord> _history = [];
    private readonly double _constantLoss;
    private double _loss, _recentAccuracy;
    private int _samples, _correct, _recentSteps;

    /// <param name="data">What to train on.</param>
    /// <param name="options">How; the learning rate is given.</param>
    /// <param name="weights">The weights to begin with.</param>
    public Course(TrainingData data, TrainingOptions options, NetworkWeights weights)
        : this(data, options, loss => new Trainer(data, options, loss, weights, options.LearningRate!.Value))
    {
    }

    private Course(TrainingData data, TrainingOptions options, Func<LossFunction, Trainer> train)
    {
        (_data, Options) = (data, options);
        LossFunction loss = new(options.Loss, data.Classes, options.Network.OutputActivation.Name);
        Trainer = train(loss);
        (_constantLoss, ChanceAccuracy) = loss.Constant(data.Train.Y);
        Changes = new WeightChanges(Trainer.Module.Flat);
        Monitor = ActivationMonitor.Attach(Trainer.Module, new MonitorOptions
        {
            LookEvery = options.LookEvery ?? Math.Clamp(data.Train.Count / SamplesPerEpoch, 1, MostStepsBetweenLooks),
            StepsPerEpoch = Trainer.StepsPerEpoch,
            LooksPerEpoch = Math.Clamp((SamplesPerEpoch + options.Batch - 1) / options.Batch, 1, MostLooksPerEpoch),
            Thresholds = options.Thresholds,
            Name = NetworkModule.LayerOf,
        });
        // In evaluation mode a normalisation has nothing to normalise by yet; its layers are measured in the first batch.
        if (options.Network.Layers.All(layer => !layer.Normalised)) Monitor.Evaluate(() => Trainer.Preview(data.Train, MostPreviewed));
    }

    public TrainingOptions Options { get; }

    public Trainer Trainer { get; }

    public ActivationMonitor Monitor { get; }

    public WeightChanges Changes { get; }

    public IReadOnlyList<EpochRecord> History => _history;

    public NonFiniteEvent? NonFinite { get; private set; }

    public double ConstantLoss => _constantLoss;

    public double? ChanceAccuracy { get; }

    /// <summary>Steps of the whole training.</summary>
    public int Steps => Trainer.StepsPerEpoch * Options.Epochs;

    /// <summary>The mean training loss of about the last fifty batches; NaN before the first.</summary>
    public double RecentLoss { get; private set; } = double.NaN;

    /// <summary>That loss, and the accuracy of the same batches.</summary>
    public Score? RecentScore => _recentSteps == 0 ? null : new(RecentLoss, _data.Classes is null ? null : _recentAccuracy);

    /// <summary>Whether that is clearly better than the best constant answer.</summary>
    public bool Learns => RecentScore is { } recent && IsLearnt(recent);

    /// <summary>Whether that is less than half of it.</summary>
    public bool LearnsClearly => IsClear(RecentLoss);

    /// <summary>Whether the last step ended an epoch, which is then recorded.</summary>
    public bool EpochEnded => _samples == 0;

    public bool IsOver => NonFinite is not null || Trainer.Steps >= Steps;

    /// <summary>Whether a score is clearly better than the best constant answer's.</summary>
    public bool IsLearnt(Score score) => score.Loss < (1 - Options.Thresholds["stalled.margin"]) * _constantLoss
        || ChanceAccuracy is { } chance && score.Accuracy > (1 + chance) / 2;

    /// <summary>Whether a loss is less than half of the best constant answer's.</summary>
    public bool IsClear(double loss) => loss < _constantLoss / 2;

    /// <summary>Takes a step, and records the epoch where it ends one or where a number was not finite.</summary>
    public StepResult Step()
    {
        int epoch = Trainer.Steps / Trainer.StepsPerEpoch + 1;
        StepResult step = Trainer.Step();
        _samples += step.Samples;
        _correct += step.Correct;
        _loss += step.Loss * step.Samples;
        _recentSteps = Math.Min(_recentSteps + 1, RecentSteps);
        _recentAccuracy += ((double)step.Correct / step.Samples - _recentAccuracy) / _recentSteps;
        RecentLoss = _recentSteps == 1 ? step.Loss : RecentLoss + (step.Loss - RecentLoss) / _recentSteps;
        if (step.Trouble is { } trouble) NonFinite = new(Trainer.Steps, epoch, trouble.Layer, trouble.What);
        else if (Monitor.LooksNow) Monitor.RecordGradientNorm(Trainer.GradientNorm(), Trainer.Rate);
        if (NonFinite is not null || Trainer.Steps % Trainer.StepsPerEpoch == 0) RecordEpoch();
        return step;
    }

    /// <summary>Records the epoch at hand, as long as it was; nothing where none was begun.</summary>
    public void RecordEpoch()
    {
        if (_samples == 0) return;
        int epoch = (Trainer.Steps - 1) / Trainer.StepsPerEpoch + 1;
        EpochRecord record = new()
        {
            Epoch = epoch,
            Step = Trainer.Steps,
            Loss = _loss / _samples,
            Accuracy = _data.Classes is null ? null : (double)_correct / _samples,
            Validation = Trainer.Score(_data.Validation),
            Layers = Monitor.EndEpoch(),
        };
        // Buffers that no gradient touches, such as batch normalisation's, show their NaN here first.
        if (record.Validation is { } score && !double.IsFinite(score.Loss)) NonFinite ??= new(Trainer.Steps, epoch, null, "validation loss");
        Changes.EndEpoch();
        _history.Add(record);
        (_loss, _samples, _correct) = (0, 0, 0);
    }

    /// <summary>What is wrong or worth knowing now.</summary>
    /// <param name="now">The score on the training part with the weights as they are; null takes the last epoch's loss.</param>
    public IReadOnlyList<Finding> Diagnose(Score? now) => Monitor.Diagnose(new TrainingFacts
    {
        LossByEpoch = [.. _history.Select(epoch => epoch.Loss)],
        ConstantLoss = _constantLoss,
        FinalLoss = now?.Loss,
        Accuracy = now?.Accuracy ?? (_history.Count > 0 ? _history[^1].Accuracy : null),
        ChanceAccuracy = ChanceAccuracy,
        NonFinite = NonFinite,
        LossFunction = Trainer.Loss.Name,
        OutputFunction = Options.Network.OutputActivation.ToString(),
        Targets = _data.Classes is null ? (_data.Train.Y.Min(), _data.Train.Y.Max()) : null,
    }, Changes.LastEpoch);

    /// <summary>Everything that decides how the training goes on and what is said of it.</summary>
    public CourseState Save() => new(StateStream.Save(Pass), Trainer.Steps, [.. _history], NonFinite, Options);

    /// <summary>A training that goes on where another was saved, to the same bits.</summary>
    /// <exception cref="InvalidDataException">The state does not fit the data or the options.</exception>
    public static Course Restore(TrainingData data, CourseState state)
    {
        Network network = state.Options.Network;
        Course course = new(data, state.Options, NetworkWeights.Create(network, state.Options.Initialiser, state.Options.Initialiser, 0));
        try
        {
            StateStream.Restore(state.Bytes, course.Pass);
        }
        catch
        {
            course.Dispose();
            throw;
        }

        course._history.AddRange(state.History);
        course.NonFinite = state.NonFinite;
        return course;
    }

    /// <summary>
    /// The same training from here on with other options, or with a clean slate for the diagnosis: weights, optimizer and history go on.
    /// </summary>
    public Course With(TrainingOptions options)
    {
        Course course = new(_data, options, loss => new Trainer(Trainer, options, loss));
        course.Monitor.ContinueFrom(Monitor);
        course._history.AddRange(_history);
        (course._loss, course._samples, course._correct) = (_loss, _samples, _correct);
        return course;
    }

    public void Dispose()
    {
        Monitor.Dispose();
        Trainer.Dispose();
    }

    private void Pass(StateStream state)
    {
        Trainer.Pass(state);
        Monitor.PassState(state);
        Changes.Pass(state);
        _loss = state.Value(_loss);
        _samples = state.Value(_samples);
        _correct = state.Value(_correct);
        _recentSteps = state.Value(_recentSteps);
        RecentLoss = state.Value(RecentLoss);
        _recentAccuracy = state.Value(_recentAccuracy);
    }
}
