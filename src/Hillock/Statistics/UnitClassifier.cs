using Hillock.Diagnosis;

namespace Hillock.Statistics;

/// <summary>Sorts a layer's units into the lists of <see cref="UnitLists"/>; each unit goes into the first that takes it.</summary>
internal static class UnitClassifier
{
    /// <param name="statistics">What was counted.</param>
    /// <param name="thresholds">The numbers to judge by.</param>
    /// <param name="timeline">
    /// Where the statistics reach back to before a death, the looks that tell of it: silent at enough of them up to the last, with enough samples.
    /// </param>
    public static UnitLists Classify(UnitStatistics statistics, ThresholdSet thresholds, UnitTimeline? timeline = null)
    {
        List<int> dead = [], constant = [], low = [], high = [], both = [], dormant = [];
        bool enough = statistics.Samples >= thresholds[DeadUnits.Samples];
        double saturated = statistics.Observations * thresholds[SaturatedUnits.Share];
        double dormantBelow = DormantBelow(statistics, thresholds[DormantUnits.Score]);
        for (int unit = 0; unit < statistics.Units; unit++)
        {
            UnitSummary summary = statistics[unit];
            if (summary.NonFinite > 0 || statistics.Samples == 0) continue;
            if (timeline is not null && timeline.SilentLooks(unit) >= thresholds[DeadUnits.Looks]
                && timeline.SilentSamples(unit) >= thresholds[DeadUnits.Samples]) dead.Add(unit);
            else if (IsDead(summary, statistics.Bounds))
            {
                // Too few samples to tell death from a unit that fires rarely: it goes into no list.
                if (enough) dead.Add(unit);
            }
            else if (statistics.Samples >= thresholds[ConstantUnits.Samples] && IsConstant(summary.Output, thresholds[ConstantUnits.Ulps])) constant.Add(unit);
            else if (summary.SaturatedLow >= saturated) low.Add(unit);
            else if (summary.SaturatedHigh >= saturated) high.Add(unit);
            else if (summary.SaturatedLow + summary.SaturatedHigh >= saturated) both.Add(unit);
            else if (summary.MeanMagnitude <= dormantBelow) dormant.Add(unit);
        }

        return new(dead, constant, low, high, both, dormant);
    }

    private static bool IsDead(in UnitSummary summary, TailBounds bounds) =>
        !bounds.NeverFires && summary.FiringSamples == 0 && summary.Output.Minimum == summary.Output.Maximum;

    private static bool IsConstant(Spread output, double ulps)
    {
        float largest = (float)Math.Max(Math.Abs(output.Minimum), Math.Abs(output.Maximum));
        double ulp = largest == float.MaxValue ? largest - (double)MathF.BitDecrement(largest) : MathF.BitIncrement(largest) - (double)largest;
        return output.Maximum - output.Minimum <= ulps * ulp;
    }

    // ReDo's score is a unit's mean |a| over the layer's; below 0 no unit is dormant.
    private static double DormantBelow(UnitStatistics statistics, double score)
    {
        if (statistics.Activation.Value(0) != 0) return -1;
        double sum = 0;
        int units = 0;
        for (int unit = 0; unit < statistics.Units; unit++)
        {
            UnitSummary summary = statistics[unit];
            if (summary.NonFinite > 0 || !(summary.MeanMagnitude >= 0)) continue;
            sum += summary.MeanMagnitude;
            units++;
        }

        return sum > 0 ? score * sum / units : -1;
    }
}
