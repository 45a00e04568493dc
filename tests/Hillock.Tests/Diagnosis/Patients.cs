using Hillock.Diagnosis;
using Hillock.Statistics;
using Hillock.Tests.Statistics;

namespace Hillock.Tests.Diagnosis;

/// <summary>Examinations made by hand.</summary>
internal static class Patients
{
    public const int Samples = 1000;

    /// <summary>A layer of which unit u has z = <paramref name="z"/>(unit, a random number from N(0, 1)).</summary>
    public static LayerExamination Layer(string function, int units, Func<int, double, double> z, string name = "hidden1")
    {
        Activation activation = Activation.Parse(function);
        Random random = new(9);
        float[] values = [.. Enumerable.Range(0, Samples * units).Select(i => (float)z(i % units, Statistics.Layer.Gauss(random)))];
        UnitStatistics statistics = new(activation, units);
        statistics.Observe(values, Statistics.Layer.Outputs(activation, values), new(Samples, units));
        return new() { Name = name, Statistics = statistics };
    }

    public static LayerExamination Healthy(string name = "hidden1") => Layer("relu", 10, (_, x) => x, name);

    /// <summary>A layer whose first units are dead relus.</summary>
    public static LayerExamination WithDead(int dead, int units) => Layer("relu", units, (unit, x) => unit < dead ? -5 : x);

    public static TrainingFacts Learning { get; } = new() { LossByEpoch = [2.0, 1.0, 0.5], ConstantLoss = 2.3, FinalLoss = 0.4 };

    public static TrainingFacts Stuck { get; } = new() { LossByEpoch = [2.31, 2.30, 2.29], ConstantLoss = 2.3 };

    /// <summary>A trace of so many looks at which δ was this share of the output's, by rms and by median.</summary>
    public static GradientTrace Trace(int looks, double rms, double median)
    {
        GradientTrace trace = new();
        for (int look = 1; look <= looks; look++) trace.Add(look * 10, rms * 0.5, median * 0.2, 0.5, 0.2);
        return trace;
    }

    public static UnitTimeline Timeline(params string[] units)
    {
        UnitTimeline timeline = new(units.Length);
        for (int look = 0; look < units[0].Length; look++)
            timeline.Add((look + 1) * 10, [.. units.Select(text => text[look] == 'd' ? UnitState.Silent : UnitState.Alive)]);
        return timeline;
    }

    public static IReadOnlyList<Finding> Examine(LayerExamination layer, TrainingFacts? training = null, ThresholdSet? thresholds = null) =>
        Rules.Apply(new() { Layers = [layer], Training = training, Thresholds = thresholds ?? ThresholdSet.Defaults });
}
