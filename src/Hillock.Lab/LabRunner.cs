using System.Collections.Concurrent;
using Hillock.Lab.State;
using Hillock.Torch;
using Hillock.Torch.Training;
using TorchSharp;

namespace Hillock.Lab;

/// <summary>Runs experiments one after the other and writes the evidence book.</summary>
public static class LabRunner
{
    /// <summary>Runs the claims; the book is written after each, so that there is always one of what is known.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="view">Hears how it goes.</param>
    /// <param name="cancellation">Stops between two runs; the book of the claims that are done is there then.</param>
    /// <exception cref="InvalidDataException">There is a state of an earlier start that does not fit.</exception>
    public static IReadOnlyList<ClaimResult> Run(LabSettings settings, ILabView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(view);
        if (settings.Dataset.Classes is null)
            throw new InvalidDataException($"the lab needs classes, but the label of {settings.Dataset.Name} is a number; give data with "
                + "classes, such as digits");
        NativeLoader.EnsureLoaded();
        // A run is one thread; several run side by side.
        torch.set_num_threads(1);
        StoreSettings kind = new(StoreSettings.Current, settings.Dataset.Name, LabData.Hash(settings.Dataset), settings.Full, BuildId.Current);
        RunStore store = RunStore.Open(Path.Combine(settings.Folder, "state"), kind, settings.Resume, view.Warn);
        ConcurrentDictionary<int, TrainingData> data = [];
        List<ClaimResult> results = [];
        foreach (IClaim claim in settings.Claims)
        {
            if (cancellation.IsCancellationRequested) break;
            view.Begin(claim, results.Count, settings.Claims.Count);
            LabBench bench = new(settings, store, claim.Id, data, (done, planned) => view.Progress(claim, done, planned), cancellation);
            try
            {
                Evidence evidence = claim.Measure(bench);
                results.Add(new(claim, evidence, claim.Judge(evidence.Numbers), bench.Seconds));
            }
            catch (OperationCanceledException)
            {
                break;
            }

            view.Done(results[^1]);
            LabBook.Write(settings, results);
        }

        return results;
    }
}
