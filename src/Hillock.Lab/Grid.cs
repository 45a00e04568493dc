namespace Hillock.Lab;

/// <summary>The runs of an experiment by setting and seed.</summary>
/// <typeparam name="T">A setting.</typeparam>
internal sealed class Grid<T> where T : notnull
{
    private readonly Dictionary<T, Trial[]> _trials = [];

    private Grid()
    {
    }

    /// <summary>Makes a run for each setting and seed.</summary>
    /// <param name="bench">Where.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="key">The setting in words, with everything that the run depends on besides the seed.</param>
    /// <param name="measure">Makes a run.</param>
    public static Grid<T> Run(LabBench bench, IReadOnlyList<T> settings, IReadOnlyList<int> seeds, Func<T, string> key, Func<T, int,
        Measured> measure)
    {
        Grid<T> grid = new();
        // Seed by seed, so that an interrupted lab has something of every setting.
        (T Setting, int Seed)[] all = [.. seeds.SelectMany(seed => settings.Select(setting => (setting, seed)))];
        IReadOnlyList<Trial> trials = bench.Run(all.Select(run => new TrialPlan($"{key(run.Setting)} seed={run.Seed}",
            () => measure(run.Setting, run.Seed))));
        foreach (IGrouping<T, Trial> group in all.Zip(trials).GroupBy(pair => pair.First.Setting,
            pair => pair.Second)) grid._trials[group.Key] = [.. group];
        return grid;
    }

    /// <summary>The runs of a setting, by seed.</summary>
    public IReadOnlyList<Trial> this[T setting] => _trials[setting];

    /// <summary>A measured number over the seeds.</summary>
    public Summary this[T setting, string name] => At(setting, trial => trial[name]);

    /// <summary>The seeds' values of something.</summary>
    public Summary At(T setting, Func<Trial, double> value) => Summary.Of(_trials[setting].Select(value));
}
