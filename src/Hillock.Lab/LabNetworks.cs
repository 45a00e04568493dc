using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Lab;

/// <summary>What most experiments need of networks and trainings.</summary>
internal static class LabNetworks
{
    private static readonly Activation Scores = Activation.Parse("identity");

    /// <summary>A classifier of the bench's data.</summary>
    public static Network Network(this LabBench bench, string layers, string activation) =>
        new(NetworkSpec.Parse(layers), bench.Shape, bench.Classes, Activation.Parse(activation), Scores);

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

    /// <summary>The same weights, those that connect (biases left out) multiplied by a factor.</summary>
    public static NetworkWeights Scaled(this NetworkWeights weights, double factor, Func<string, bool>? which = null) =>
        new([.. weights.Arrays.Select(array => array.Name.EndsWith(".weight", StringComparison.Ordinal) && (which?.Invoke(array.Name) ?? true)
            ? array with { Data = Array.ConvertAll(array.Data, w => (float)(w * factor)) } : array)]);
}
