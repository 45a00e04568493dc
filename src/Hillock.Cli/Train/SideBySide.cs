using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Cli.Train;

/// <summary>Trains one network for each activation by turns, an epoch each, from the same seed on the same batches.</summary>
internal static class SideBySide
{
    public static IReadOnlyList<TrainedNetwork> Train(
        PreparedData data, TrainSettings settings, int seed, TrainView view, CancellationToken cancellation)
    {
        List<Contender> contenders = [];
        try
        {
            foreach (Activation activation in settings.Activations)
            {
                view.Preparing(activation, settings.LearningRate is null);
                TrainingSession session = TrainingSession.Start(
                    data.Training, data.OptionsFor(settings, activation, seed), trial => view.Tried(activation, trial), cancellation);
                contenders.Add(new(activation, session));
            }

            view.Start(contenders, settings.Epochs);
            while (!cancellation.IsCancellationRequested && contenders.Any(c => !c.Session.IsOver))
                foreach (Contender contender in contenders)
                    if (contender.Session.RunEpoch(_ => view.StepDone(contender), cancellation) is { } epoch) view.EpochDone(contender, epoch);
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
        return new(result.Run, data.Saved(settings, contender.Activation), result.Weights);
    }
}
