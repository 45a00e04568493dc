using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;

namespace Hillock.Torch.Monitoring;

/// <summary>Statistics as records of a run.</summary>
internal static class LayerReports
{
    /// <param name="name">The layer's name.</param>
    /// <param name="statistics">What was counted.</param>
    /// <param name="lists">The units out of order.</param>
    /// <param name="timeline">What the looks showed.</param>
    /// <param name="next">The statistics of the next layer, or of the output.</param>
    public static LayerRecord Record(string name, UnitStatistics statistics, UnitLists lists, UnitTimeline timeline, UnitStatistics? next)
    {
        return new()
        {
            Name = name,
            Units = statistics.Units,
            Activation = statistics.Activation.ToString(),
            Samples = statistics.Samples,
            Dead = lists.Dead,
            SaturatedLow = lists.SaturatedLow,
            SaturatedHigh = lists.SaturatedHigh,
            SaturatedBoth = lists.SaturatedBoth,
            Constant = lists.Constant,
            Dormant = lists.Dormant,
            ZeroFraction = statistics.ZeroFraction,
            SaturatedFraction = statistics.SaturatedFraction,
            MeanOutput = statistics.MeanOutput,
            StdOutput = statistics.StdOutput,
            MeanAbsDerivative = statistics.MeanAbsDerivative,
            GradientRms = Finite(statistics.GradientRms),
            GradientMedian = Finite(statistics.GradientMedian),
            GradientGain = Gain(statistics.GradientRms, next?.GradientRms),
            GradientGainMedian = Gain(statistics.GradientMedian, next?.GradientMedian),
            PreActivations = statistics.PreActivations,
            Timeline = timeline.Looks > 0 ? timeline.ToRecord() : null,
        };
    }

    /// <summary>A layer in the looks of an epoch.</summary>
    public static LayerEpoch Epoch(string name, UnitStatistics statistics, UnitStatistics? next, ThresholdSet thresholds)
    {
        UnitState[] states = new UnitState[statistics.Units];
        statistics.States(states, thresholds);
        int low = 0, high = 0;
        for (int unit = 0; unit < states.Length; unit++)
        {
            if (states[unit] != UnitState.Saturated) continue;
            UnitSummary summary = statistics[unit];
            if (summary.SaturatedLow > summary.SaturatedHigh) low++;
            else high++;
        }

        return new()
        {
            Name = name,
            Silent = states.Count(state => state == UnitState.Silent),
            SaturatedLow = low,
            SaturatedHigh = high,
            ZeroFraction = statistics.ZeroFraction,
            SaturatedFraction = statistics.SaturatedFraction,
            MeanOutput = statistics.MeanOutput,
            GradientRms = Finite(statistics.GradientRms),
            GradientGain = Gain(statistics.GradientRms, next?.GradientRms),
        };
    }

    /// <summary>One gradient over another; null where either is missing or the ratio is not finite.</summary>
    public static double? Gain(double? gradient, double? next) => Finite(gradient / next);

    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;
}
