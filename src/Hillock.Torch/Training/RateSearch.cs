using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>
/// Chooses a learning rate: every rate of the optimizer's grid trains from the same initial weights on the same batches for a short
/// while, and the one with the lowest validation loss is taken; of equal ones the smallest. A rate that ends in NaN or ±∞ is worst. The
/// rule knows nothing of the activation, so that networks with different ones are compared fairly.
/// </summary>
internal static class RateSearch
{
    private const int Epochs = 2, FewestSteps = 100, MostSteps = 300;

    /// <summary>The grid with the choice marked; where no rate ends finite, the smallest is chosen.</summary>
    public static IReadOnlyList<RateTrial> Run(
        TrainingData data, TrainingOptions options, LossFunction loss, NetworkWeights weights, Action<RateTrial>? onTrial,
        CancellationToken cancellation)
    {
        List<RateTrial> trials = [];
        foreach (double rate in options.Optimizer.RateGrid)
        {
            cancellation.ThrowIfCancellationRequested();
            using Trainer trainer = new(data, options, loss, weights, rate);
            double result = Try(trainer, data.Validation, cancellation);
            trials.Add(new(rate, double.IsFinite(result) ? result : null, false));
            onTrial?.Invoke(trials[^1]);
        }

        RateTrial best = trials.OrderBy(trial => trial.ValidationLoss ?? double.PositiveInfinity).ThenBy(trial => trial.Rate).First();
        return [.. trials.Select(trial => trial with { Chosen = trial == best })];
    }

    private static double Try(Trainer trainer, TrainingPart validation, CancellationToken cancellation)
    {
        int steps = Math.Clamp(Epochs * trainer.StepsPerEpoch, FewestSteps, MostSteps);
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (trainer.Step().Trouble is not null) return double.NaN;
        }

        return trainer.Score(validation).Loss;
    }
}
