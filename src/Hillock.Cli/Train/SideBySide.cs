using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Cli.Train;

/// <summary>Trains one network for each activation by turns, an epoch each, from the same seed on the same batches.</summary>
internal static class SideBySide
{
    public static IReadOnlyList<TrainedNetwork> Train(
        PreparedData data, TrainSettings settings, int seed, TrainView view, Checkpoints checkpoints, CancellationToken cancellation)
    {
        List<Contender> contenders = [];
        try
        {
            foreach (Activation activation in settings.Activations)
            {
                TrainingOptions options = data.OptionsFor(settings, activation, seed);
                string? checkpoint = checkpoints.Find(activation, seed);
                view.Preparing(activation, settings.LearningRate is null && !settings.CheckOnly && checkpoint is null);
                TrainingSession session = checkpoint is null
                    ? TrainingSession.Start(data.Training, options, trial => view.Tried(activation, trial), cancellation)
                    : TrainingSession.Resume(data.Training, options, checkpoint);
                contenders.Add(new(activation, session));
            }

            if (settings.CheckOnly) return [.. contenders.Select(contender => Finish(contender, data, settings))];
            view.Start(contenders, settings.Epochs);
            while (!cancellation.IsCancellationRequested && contenders.Any(c => !c.Session.IsOver))
                foreach (Contender contender in contenders)
                {
                    if (contender.Session.RunEpoch(_ => view.StepDone(contender), cancellation) is not { } epoch) continue;
                    view.EpochDone(contender, epoch);
                    if (!cancellation.IsCancellationRequested) checkpoints.EpochDone(contender, seed);
                }

            view.Finishing();
            return [.. contenders.Select(contender => Finish(contender, data, settings))];
        }
        finally
        {
            view.Dispose();
            foreach (Contender contender in contenders) contender.Session.Dispose();
        }
    }

    private static TrainedNetwork Finish(Contender contender, PreparedData data, TrainSettings settings)
    {
        TrainingResult result = contender.Session.Finish();
        Run run = settings.CheckOnly ? result.Run with { End = RunEnd.Checked, LearningRate = settings.LearningRate } : result.Run;
        return new(run, data.Saved(result.Network), result.Weights);
    }
}
