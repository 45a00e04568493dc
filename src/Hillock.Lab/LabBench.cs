using System.Collections.Concurrent;
using System.Diagnostics;
using Hillock.Data;
using Hillock.Lab.State;
using Hillock.Torch.Training;

namespace Hillock.Lab;

/// <summary>The place where a claim's runs are made: its data, its scale, and the memory of runs that were finished before.</summary>
public sealed class LabBench
{
    private const int MostSplitBySeed = 10_000_000;

    private readonly LabSettings _settings;
    private readonly RunStore _store;
    private readonly string _claim;
    private readonly Action<int, int> _progress;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentDictionary<int, TrainingData> _data;
    private int _done, _planned;

    internal LabBench(
        LabSettings settings, RunStore store, string claim, ConcurrentDictionary<int, TrainingData> data, Action<int, int> progress,
            CancellationToken cancellation)
    {
        (_settings, _store, _claim, _data, _progress, _cancellation) = (settings, store, claim, data, progress, cancellation);
    }

    /// <summary>Whether the long version runs.</summary>
    public bool Full => _settings.Full;

    /// <summary>The name of the data.</summary>
    public string DataName => _settings.Dataset.Name;

    /// <summary>The shape of a sample.</summary>
    public IReadOnlyList<int> Shape => _settings.Dataset.Shape;

    /// <summary>Numbers in a sample.</summary>
    public int Features => _settings.Dataset.Train.Features;

    /// <summary>The number of classes.</summary>
    public int Classes => _settings.Dataset.Classes!.Count;

    /// <summary>Seconds that the runs of this claim took, one after the other.</summary>
    public double Seconds { get; private set; }

    /// <summary>One of two, by the version that runs.</summary>
    public T Pick<T>(T quick, T full) => Full ? full : quick;

    /// <summary>The seeds 1, 2, 3 ….</summary>
    public IReadOnlyList<int> Seeds(int quick, int full) => [.. Enumerable.Range(1, Pick(quick, full))];

    /// <summary>
    /// The data, split and scaled as `hillock train` does it with that seed; large sets, which would not fit into memory once for each
    /// seed, are split by the first seed for all.
    /// </summary>
    public TrainingData Data(int seed)
    {
        int split = _settings.Dataset.Train.X.Length > MostSplitBySeed ? 1 : seed;
        lock (_data) return _data.GetOrAdd(split, s => LabData.Prepare(_settings.Dataset, s));
    }

    /// <summary>The first samples of <see cref="Data"/>, for looks that need no more.</summary>
    public TrainingData Small(int seed)
    {
        TrainingData data = Data(seed);
        return data with { Train = data.Train.First(2000), Validation = data.Validation.First(500), Test = data.Test.First(500) };
    }

    /// <summary>Makes the runs, several at a time, and takes over those that were finished before.</summary>
    /// <returns>In the order of the plans.</returns>
    public IReadOnlyList<Trial> Run(IEnumerable<TrialPlan> plans)
    {
        TrialPlan[] all = [.. plans];
        Trial?[] trials = [.. all.Select(plan => _store.Find(_claim, plan.Key))];
        _planned += all.Length;
        _done += trials.Count(trial => trial is not null);
        _progress(_done, _planned);
        int[] missing = [.. Enumerable.Range(0, all.Length).Where(i => trials[i] is null)];
        // One at a time from the front: no worker takes a block of long runs for itself.
        OrderablePartitioner<int> order = Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering);
        ParallelOptions options = new() { MaxDegreeOfParallelism = _settings.Threads, CancellationToken = _cancellation };
        Parallel.ForEach(order, options, i =>
        {
            Stopwatch clock = Stopwatch.StartNew();
            Measured measured = all[i].Measure();
            Trial trial = new(all[i].Key, measured.Values, clock.Elapsed.TotalSeconds);
            _store.Keep(_claim, trial);
            trials[i] = trial;
            _progress(Interlocked.Increment(ref _done), _planned);
        });
        Seconds += trials.Sum(trial => trial!.Seconds);
        return [.. trials.Select(trial => trial!)];
    }
}
