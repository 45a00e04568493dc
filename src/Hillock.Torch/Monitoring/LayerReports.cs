using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;

namespace Hillock.Torch.Monitoring;

/// <summary>Statistics as records of a run.</summary>
internal static class LayerReports
{
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
