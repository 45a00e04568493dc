using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>A layer whose δ is tiny beside the output's at several looks running, where that costs something.</summary>
internal sealed class VanishingGradient : IRule
{
    /// <summary>Also what the verdict calls a dead gradient.</summary>
    public static readonly Threshold Ratio = new("vanishing-gradient.ratio", 1e-3, "δ of the layer over δ of the output",
        "a layer that learns a thousand times slower than the output stands still beside it");

    public static readonly Threshold Looks = new("vanishing-gradient.looks", 3, "looks running",
        "one look is one batch; three running are no chance");

    public static readonly Threshold WeightChange = new("vanishing-gradient.weight-change", 1e-6, "‖ΔW‖/‖W‖ over an epoch",
        "a hundred thousand epochs would be needed to change such weights by a tenth");

    public string Name => "vanishing-gradient";

    public IReadOnlyList<Threshold> Thresholds => [Ratio, Looks, WeightChange];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        foreach (LayerExamination layer in examination.Layers)
        {
            if (layer.Gradient is not GradientTrace trace || trace.Vanishing.Longest < thresholds[Looks]) continue;
            bool now = trace.Vanishing.Current >= thresholds[Looks];
            bool still = layer.WeightChange < thresholds[WeightChange];
            // A network that learns in spite of small gradients has nothing wrong with it; without a loss to tell, it is a fact, no more.
            Severity? severity = now && examination.Learns == false ? Severity.Error
                : now && still ? Severity.Warning
                : now && examination.Learns is null ? Severity.Info
                : null;
            if (severity is Severity known) yield return Describe(layer, trace, known, examination);
        }
    }

    private Finding Describe(LayerExamination layer, GradientTrace trace, Severity severity, Examination examination)
    {
        LookRun run = trace.Vanishing;
        Dictionary<string, double> numbers = new()
        {
            ["rmsRatio"] = trace.RmsRatio,
            ["medianRatio"] = trace.MedianRatio,
            ["looks"] = run.Longest,
            ["sinceStep"] = run.LongestSince,
        };
        if (layer.WeightChange is double change) numbers["weightChange"] = change;
        string loss = "";
        if (examination.Training is { Loss: double now, ConstantLoss: double constant })
        {
            numbers["loss"] = now;
            numbers["constantLoss"] = constant;
            loss = $"; the loss is {Words.Number(now)}, the best constant prediction's {Words.Number(constant)}";
        }

        return new(Name, severity, layer.Name, [], Grade.Observed, numbers,
            $"The gradient was under {Words.Number(examination.Thresholds[Ratio])} of the output's at {Words.Count(run.Longest)} looks "
            + $"running, from step {Words.Count(run.LongestSince)} on (at the last look {Words.Number(trace.RmsRatio)} by rms"
            + $"{(double.IsFinite(trace.MedianRatio) ? $", {Words.Number(trace.MedianRatio)} by median" : "")}){loss}.",
            "Use an activation with a slope of 1 over half its axis (relu, leaky_relu, elu), fewer layers, an initialisation that fits the "
            + "activation, or normalise between the layers.");
    }
}
