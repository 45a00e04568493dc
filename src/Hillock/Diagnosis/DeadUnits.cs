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
        string? blocked = null;
        foreach (LayerExamination layer in examination.Layers)
        {
            UnitLists lists = layer.Classify(examination.Thresholds);
            if (lists.Dead.Count > 0) yield return Describe(layer, lists, blocked, examination);
            blocked = lists.Dead.Count + lists.Constant.Count == layer.Statistics.Units ? layer.Name : null;
        }
    }

    private Finding Describe(LayerExamination layer, UnitLists lists, string? starvedBy, Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        int units = layer.Statistics.Units, dead = lists.Dead.Count;
        double share = (double)dead / units, bound = 3.0 / layer.Statistics.Samples;
        bool blocked = dead + lists.Constant.Count == units;
        // Death is not failure: networks that have learnt well are full of it. It is waste there, however many they are.
        Severity severity = blocked ? Severity.Error : share > thresholds[Share] && examination.Hurt != false ? Severity.Warning : Severity.Info;
        Dictionary<string, double> numbers = new()
        {
            ["units"] = units,
            ["dead"] = dead,
            ["share"] = share,
            ["samples"] = layer.Statistics.Samples,
            ["firingRateBound"] = bound,
        };
        if (starvedBy is not null) numbers["starved"] = dead;
        (Grade grade, string history) = layer.Timeline is UnitTimeline timeline
            ? DeathHistory.Tell(lists.Dead, timeline, layer.Deaths, thresholds[Looks], numbers)
            : (Grade.Observed, "");
        if (starvedBy is not null) history += $"; {starvedBy}, the layer before, lets nothing of the input through, which starves them";
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
