using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Units, or a whole layer's observations, on a saturating tail, where the derivative is under 1 % of its supremum.</summary>
internal sealed class SaturatedUnits : IRule
{
    public static readonly Threshold Slope = new("saturated-units.slope", UnitStatistics.DefaultSaturatedSlope, "share of the supremum of |f′|",
        "one bound for every function; fixed cut-offs in z disagree by a factor of 400 in the derivative that they stand for");

    public static readonly Threshold Share = new("saturated-units.share", 0.95, "share of a unit's observations",
        "a unit that is saturated for less still learns from one sample in twenty");

    public static readonly Threshold Fraction = new("saturated-units.fraction", 0.5, "share of a layer's observations",
        "a sigmoid network with weights 30/√n has 54–78 % of its observations saturated but at most 30 % of its units");

    public string Name => "saturated-units";

    public IReadOnlyList<Threshold> Thresholds => [Slope, Share, Fraction];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        foreach (LayerExamination layer in examination.Layers)
        {
            UnitLists lists = layer.Classify(thresholds);
            IReadOnlyList<int> saturated = lists.Saturated;
            double fraction = layer.Statistics.SaturatedFraction;
            // Where a layer's observations are mostly saturated little gradient passes, whichever units they belong to.
            bool layerWide = fraction >= thresholds[Fraction];
            if (saturated.Count == 0 && !layerWide) continue;
            int units = layer.Statistics.Units;
            double share = (double)saturated.Count / units;
            // Saturation costs something only where progress is hurt and a good part of the layer is hit.
            bool hurts = examination.Hurt == true && (layerWide || share >= thresholds[Fraction]);
            yield return new(Name, hurts ? Severity.Warning : Severity.Info, layer.Name, saturated, Grade.Observed,
                new Dictionary<string, double>
                {
                    ["units"] = units,
                    ["saturated"] = saturated.Count,
                    ["low"] = lists.SaturatedLow.Count,
                    ["high"] = lists.SaturatedHigh.Count,
                    ["both"] = lists.SaturatedBoth.Count,
                    ["share"] = share,
                    ["saturatedFraction"] = fraction,
                    ["samples"] = layer.Statistics.Samples,
                },
                $"{Words.OfUnits(saturated.Count, units)} were saturated for at least {Words.Percent(thresholds[Share])} of "
                + $"{Words.Count(layer.Statistics.Samples)} samples ({lists.SaturatedLow.Count} low, {lists.SaturatedHigh.Count} high, "
                + $"{lists.SaturatedBoth.Count} switching), and {Words.Percent(fraction)} of all observations had a derivative under {Words.Percent(layer.Statistics.SaturatedSlope)} of its largest.",
                hurts
                    ? "Scale or centre the input, start with smaller weights, lower the learning rate, or normalise before the activation."
                    : "Saturated units learn slowly but need not be wrong; smaller initial weights or a normalised input keep them on the slope.");
        }
    }
}
