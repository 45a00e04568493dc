using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Units that contribute almost nothing beside the rest of their layer (Sokar and others 2023, ReDo).</summary>
internal sealed class DormantUnits : IRule
{
    public static readonly Threshold Score = new("dormant-units.score", 0.025, "mean |a| over the layer's mean |a|",
        "the smaller of the two thresholds that ReDo uses (0.1 and 0.025)");

    public string Name => "dormant-units";

    public IReadOnlyList<Threshold> Thresholds => [Score];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        foreach (LayerExamination layer in examination.Layers)
        {
            UnitLists lists = layer.Classify(examination.Thresholds);
            int dormant = lists.Dormant.Count, units = layer.Statistics.Units;
            if (dormant == 0) continue;
            yield return new(Name, Severity.Info, layer.Name, lists.Dormant, Grade.Observed,
                new Dictionary<string, double>
                {
                    ["units"] = units,
                    ["dormant"] = dormant,
                    ["share"] = (double)dormant / units,
                    ["samples"] = layer.Statistics.Samples,
                    ["score"] = examination.Thresholds[Score],
                },
                $"{Words.OfUnits(dormant, units)} have a mean output size of at most {Words.Percent(examination.Thresholds[Score])} "
                + $"of the layer's over {Words.Count(layer.Statistics.Samples)} samples.",
                "They carry little; where the width is needed, give them new incoming weights and zero outgoing ones.");
        }
    }
}
