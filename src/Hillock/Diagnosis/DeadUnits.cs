using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Units that never fire: f′(z) = 0 and the same output for every observation.</summary>
internal sealed class DeadUnits : IRule
{
    public static readonly Threshold Samples = new("dead-units.samples", 200, "samples",
        "under 200 samples a unit that fires for 1.5 % of the data goes unseen once in twenty times");

    public static readonly Threshold Share = new("dead-units.share", 0.5, "share of the layer's units",
        "networks that learn well have up to 85 % dead units in a layer; above half of them is where width starts to be missing");

    public static readonly Threshold Looks = new("dead-units.looks", 3, "looks",
        "silence at three looks running is needed to call a death converged rather than observed");

    public string Name => "dead-units";

    public IReadOnlyList<Threshold> Thresholds => [Samples, Share, Looks];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        foreach (LayerExamination layer in examination.Layers)
        {
            UnitLists lists = layer.Statistics.Classify(examination.Thresholds);
            if (lists.Dead.Count > 0) yield return Describe(layer, lists, examination.Thresholds);
        }
    }

    private Finding Describe(LayerExamination layer, UnitLists lists, ThresholdSet thresholds)
    {
        int units = layer.Statistics.Units, dead = lists.Dead.Count;
        double share = (double)dead / units, bound = 3.0 / layer.Statistics.Samples;
        bool blocked = dead + lists.Constant.Count == units;
        Severity severity = blocked ? Severity.Error : share > thresholds[Share] ? Severity.Warning : Severity.Info;
        Dictionary<string, double> numbers = new()
        {
            ["units"] = units,
            ["dead"] = dead,
            ["share"] = share,
            ["samples"] = layer.Statistics.Samples,
            ["firingRateBound"] = bound,
        };

        string history = "";
        Grade grade = Grade.Observed;
        if (layer.Timeline is UnitTimeline timeline)
        {
            int[] converged = [.. lists.Dead.Where(unit => timeline.SilentLooks(unit) >= thresholds[Looks])];
            if (converged.Length == dead) grade = Grade.Converged;
            numbers["converged"] = converged.Length;
            numbers["bornDead"] = converged.Count(unit => timeline.SilentLooks(unit) == timeline.Looks);
            if (converged.Length > 0)
            {
                int first = converged.Min(unit => timeline.SilentSince(unit)!.Value);
                int last = converged.Max(unit => timeline.SilentSince(unit)!.Value);
                numbers["sinceStep"] = first;
                numbers["lastDeathStep"] = last;
                history = first == last
                    ? $"; silent since step {Words.Count(first)}"
                    : $"; silent since steps {Words.Count(first)} to {Words.Count(last)}";
            }
        }

        return new(Name, severity, layer.Name, lists.Dead, grade, numbers,
            $"{Words.OfUnits(dead, units)} never fired and gave the same output for all {Words.Count(layer.Statistics.Samples)} samples, "
            + $"so with 95 % confidence each fires for fewer than {Words.Percent(bound)} of such data{history}.",
            blocked
                ? "Nothing passes through this layer any more: lower the learning rate, or start again with another initialisation or an "
                  + "activation without a flat side, such as leaky_relu or elu."
                : "They can be removed without changing an output on this data; where the width is needed, revive them, lower the learning "
                  + "rate, or use an activation without a flat side, such as leaky_relu or elu.");
    }
}
