using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Units whose output does not depend on the input, without being dead.</summary>
internal sealed class ConstantUnits : IRule
{
    public static readonly Threshold Ulps = new("constant-units.ulps", 4, "ulp of the largest |a|",
        "differences of that size are rounding errors of the activation function itself");

    public static readonly Threshold Samples = new("constant-units.samples", 30, "samples",
        "a few samples may agree by chance, and a single one always does");

    public string Name => "constant-units";

    public IReadOnlyList<Threshold> Thresholds => [Ulps, Samples];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        foreach (LayerExamination layer in examination.Layers)
        {
            UnitLists lists = layer.Classify(examination.Thresholds);
            int constant = lists.Constant.Count, units = layer.Statistics.Units;
            if (constant == 0) continue;
            bool blocked = constant + lists.Dead.Count == units;
            yield return new(Name, blocked ? Severity.Error : Severity.Info, layer.Name, lists.Constant, Grade.Observed,
                new Dictionary<string, double>
                {
                    ["units"] = units,
                    ["constant"] = constant,
                    ["share"] = (double)constant / units,
                    ["samples"] = layer.Statistics.Samples,
                },
                $"{Words.OfUnits(constant, units)} gave the same output, to {Words.Number(examination.Thresholds[Ulps])} units in the last place, "
                + $"for all {Words.Count(layer.Statistics.Samples)} samples.",
                blocked
                    ? "Nothing of the input passes through this layer: check that its incoming weights are not all zero and that its input varies, "
                      + "then start again with another initialisation or smaller weights."
                    : "Each acts as a bias of the next layer and can be folded into it; if the width is needed, give them new incoming weights.");
        }
    }
}
