using System.Collections.Concurrent;
using Hillock.Torch;

namespace Hillock.Lab.Trouble;

/// <summary>Draws cases, trains and diagnoses them several at a time, and sums up.</summary>
public static class TroubleRunner
{
    /// <summary>Makes the cases; those that were finished before are taken over. A cancellation ends with those that are finished.</summary>
    public static TroubleReport Run(TroubleSettings settings, ITroubleView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(view);
        NativeLoader.EnsureLoaded();
        TorchSharp.torch.set_num_threads(1);
        TroubleStore store = new(settings.Folder, settings.Seed, view.Warn);
        TroubleData data = new();
        TroubleResult?[] results = new TroubleResult?[settings.Cases];
        int done = 0;
        void Make(int index)
        {
            TroubleCase trouble = TroubleFamilies.Draw(settings.Seed, index, settings.Images);
            TroubleResult? result = settings.Resume ? store.Find(index, trouble) : null;
            if (result is null) store.Keep(index, result = TroubleTrial.Run(trouble, data, cancellation));
            results[index] = result;
            view.Done(index, result, Interlocked.Increment(ref done), settings.Cases);
        }

        PlantedScore? planted = null;
        try
        {
            // One at a time from the front: no worker takes a block of long cases for itself.
            OrderablePartitioner<int> order = Partitioner.Create(Enumerable.Range(0, settings.Cases), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(order, new() { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation }, Make);
            planted = PlantedFaults.Score(settings.Seed, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is finished is kept, and reported.
        }

        TroubleResult[] finished = [.. results.OfType<TroubleResult>()];
        return new() { Seed = settings.Seed, Cases = finished, Summary = TroubleSummary.Of(finished, planted) };
    }
}
