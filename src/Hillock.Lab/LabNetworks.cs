using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Lab;

/// <summary>What most experiments need of networks and trainings.</summary>
internal static class LabNetworks
{
    private static readonly Activation Scores = Activation.Parse("identity");

    /// <summary>A classifier of the bench's data.</summary>
    public static Network Network(this LabBench bench, string layers, string activation) =>
        Network(layers, bench.Shape, bench.Classes, activation);

    /// <summary>A classifier of other data; PReLU learns its slopes, as it is meant to.</summary>
    public static Network Network(string layers, IReadOnlyList<int> shape, int classes, string activation)
    {
        Activation function = Activation.Parse(activation);
        return new(NetworkSpec.Parse(layers), shape, classes, function, Scores) { Learns = function.Name == "prelu" ? ["slope"] : [] };
    }

    /// <summary>How such a classifier is trained; <c>with</c> changes what is special.</summary>
    public static TrainingOptions Options(this LabBench bench, string layers, string activation, int seed) =>
        new() { Network = bench.Network(layers, activation), Seed = seed, Batch = bench.Pick(32, 64), Epochs = 10_000 };

    /// <summary>The rate that the common rule chooses for this network, made once for all seeds.</summary>
    /// <param name="bench">Where.</param>
    /// <param name="layers">The hidden layers.</param>
    /// <param name="activations">The functions.</param>
    /// <param name="change">What is special about the training.</param>
    /// <param name="fastest">Whether the rate with the lowest loss is taken, where speed is the question, rather than a safe one.</param>
    public static IReadOnlyDictionary<string, double> Rates(
        this LabBench bench, string layers, IEnumerable<string> activations, Func<TrainingOptions, TrainingOptions>? change = null, bool fastest = false)
    {
        change ??= options => options;
        string[] names = [.. activations];
        IReadOnlyList<Trial> trials = bench.Run(names.Select(name => new TrialPlan($"rate of {name} {layers}", () =>
        {
            using TrainingSession session = TrainingSession.Start(bench.Data(1), change(bench.Options(layers, name, 1)));
            double best = session.RateTrials.MinBy(trial => trial.ValidationLoss ?? double.PositiveInfinity)!.Rate;
            return new() { { "rate", session.LearningRate }, { "fastest", best } };
        })));
        return names.Zip(trials).ToDictionary(pair => pair.First, pair => pair.Second[fastest ? "fastest" : "rate"]);
    }

    /// <summary>Networks of several kinds, each begun at the rate that the common rule chooses for its function and looked at by seed.</summary>
    /// <param name="bench">Where.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="layers">The hidden layers.</param>
    /// <param name="steps">The steps that <paramref name="measure"/> takes.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="measure">Trains the network and looks at it.</param>
    public static Grid<CodeKind> Codes(this LabBench bench, IReadOnlyList<CodeKind> kinds, string layers, int steps, IReadOnlyList<int> seeds,
        Func<TrainingData, TrainingOptions, TrainingSession, Measured> measure)
    {
        IReadOnlyDictionary<string, double> rates = bench.Rates(layers, kinds.Select(kind => kind.Function).Distinct());
        return Grid<CodeKind>.Run(bench, kinds, seeds, kind => $"{kind.Name} {layers} rate={rates[kind.Function]} steps={steps}", (kind, seed) =>
        {
            TrainingData data = bench.Data(seed);
            TrainingOptions options = bench.Options(layers, kind.Function, seed) with { LearningRate = rates[kind.Function], L1 = kind.L1 };
            using TrainingSession session = TrainingSession.Start(data, options);
            return measure(data, options, session);
        });
    }

    /// <summary>The same weights, those that connect (biases left out) multiplied by a factor.</summary>
    public static NetworkWeights Scaled(this NetworkWeights weights, double factor, Func<string, bool>? which = null) =>
        new([.. weights.Arrays.Select(array => array.Name.EndsWith(".weight", StringComparison.Ordinal) && (which?.Invoke(array.Name) ?? true)
            ? array with { Data = Array.ConvertAll(array.Data, w => (float)(w * factor)) } : array)]);
}
