using Hillock.Data;
using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Cli.Train;

/// <summary>A data set split and scaled for one seed, and what follows from it for every network.</summary>
internal sealed class PreparedData
{
    private const long WorthThreads = 4_000_000;

    private readonly Dataset _dataset;
    private readonly FeatureEncoding _encoding;
    private readonly Scaler _scaler;
    private readonly LabelScale? _label;

    private readonly ThresholdSet _thresholds;

    private PreparedData(
        Dataset dataset, FeatureEncoding encoding, Scaler scaler, LabelScale? label, ThresholdSet thresholds, TrainingData training, DataSummary summary)
    {
        _thresholds = thresholds;
        _dataset = dataset;
        _encoding = encoding;
        _scaler = scaler;
        _label = label;
        Training = training;
        Summary = summary;
    }

    public TrainingData Training { get; }

    public DataSummary Summary { get; }

    public static PreparedData From(Dataset dataset, TrainSettings settings, ThresholdSet thresholds, int seed)
    {
        DataSplit split = dataset.Split(seed);
        Scaler scaler = dataset.FitScaler(split.Train, settings.Scale);
        LabelScale? label = dataset.Classes is null ? LabelScale.Fit(split.Train.Y) : null;
        TrainingPart Part(Samples samples) => new(scaler.Apply(samples).X, label?.Apply(samples.Y) ?? samples.Y, samples.Count);
        TrainingData training = new(Part(split.Train), Part(split.Validation), Part(split.Test), dataset.Classes?.Count);
        return new(dataset, split.Encoding, scaler, label, thresholds, training, new DataSummary
        {
            Name = dataset.Name,
            Train = split.Train.Count,
            Validation = split.Validation.Count,
            Test = split.Test.Count,
            Features = split.Train.Features,
            Classes = dataset.Classes?.Count,
            Scale = scaler.Kind.ToString().ToLowerInvariant(),
        });
    }

    /// <summary>
    /// Threads for one operation: all cores where the largest layer's multiply-adds in a batch are worth waking them, else one. Small
    /// matrices are slower on several threads than on one, and much slower on a busy machine.
    /// </summary>
    public int UsefulThreads(TrainSettings settings)
    {
        long largest = NetworkOf(settings, settings.Activations[0]).Layers.Where(layer => layer.Name is not null)
            .Max(layer => (long)settings.Batch * layer.FanIn * layer.OutputShape.Aggregate(1L, (a, b) => a * b));
        return largest >= WorthThreads ? Environment.ProcessorCount : 1;
    }

    public TrainingOptions OptionsFor(TrainSettings settings, Activation activation, int seed) => new()
    {
        Network = NetworkOf(settings, activation),
        Initialiser = settings.Initialiser,
        OutputInitialiser = settings.OutputInitialiser,
        Optimizer = settings.Optimizer,
        // Before the first step no rate matters, and none is searched for.
        LearningRate = settings.LearningRate ?? (settings.CheckOnly ? settings.Optimizer.RateGrid[0] : null),
        WeightDecay = settings.WeightDecay,
        Clip = settings.Clip,
        L1 = settings.L1,
        L1Weights = settings.L1Weights,
        Batch = settings.Batch,
        Epochs = settings.Epochs,
        Loss = settings.Loss,
        Seed = seed,
        Thresholds = _thresholds,
        Cure = settings.Cure,
    };

    public SavedNetwork Saved(Network network) =>
        SavedNetwork.Of(network, _scaler, _label, _encoding, _dataset.Classes);

    private Network NetworkOf(TrainSettings settings, Activation activation) =>
        new(settings.Network, _dataset.Shape, _dataset.Classes?.Count ?? 1, activation, settings.OutputActivation);
}
