using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>A layer whose δ is huge beside the output's, or a gradient norm far above its running median, at several looks running.</summary>
internal sealed class ExplodingGradient : IRule
{
    public static readonly Threshold Ratio = new("exploding-gradient.ratio", 1e3, "δ of the layer over δ of the output",
        "the mirror image of the vanishing ratio");

    public static readonly Threshold NormJump = new("exploding-gradient.norm-jump", 100, "gradient norm over its running median",
        "noise between batches stays well below; a step a hundred times too long leaves the region that the gradient describes");

    public static readonly Threshold Looks = new("exploding-gradient.looks", 3, "looks running",
        "a single outlier in the data makes one such look");

    public string Name => "exploding-gradient";

    public IReadOnlyList<Threshold> Thresholds => [Ratio, NormJump, Looks];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        // Where the network learns all the same, nothing is hurt.
        Severity severity = examination.Learns == false ? Severity.Error : examination.Hurt == false ? Severity.Info : Severity.Warning;
        const string advice =
            "Lower the learning rate, clip the gradient's norm, use smaller initial weights, or an activation whose slope is bounded.";
        foreach (LayerExamination layer in examination.Layers)
        {
            if (layer.Gradient is not { Exploding: LookRun run } trace || run.Longest < thresholds[Looks]) continue;
            yield return new(Name, severity, layer.Name, [], Grade.Observed,
                new Dictionary<string, double> { ["rmsRatio"] = trace.RmsRatio, ["looks"] = run.Longest, ["sinceStep"] = run.LongestSince },
                $"The gradient was over {Words.Number(thresholds[Ratio])} times the output's at {Words.Count(run.Longest)} looks running, "
                + $"from step {Words.Count(run.LongestSince)} on (at the last look {Words.Number(trace.RmsRatio)} times).",
                advice);
        }

        if (examination.Training?.GradientNorm is { Exploding: LookRun norm } norms && norm.Longest >= thresholds[Looks])
            yield return new(Name, severity, null, [], Grade.Observed,
                new Dictionary<string, double> { ["largestJump"] = norms.LargestJump, ["looks"] = norm.Longest, ["sinceStep"] = norm.LongestSince },
                $"The norm of the whole gradient was over {Words.Number(thresholds[NormJump])} times its running median at "
                + $"{Words.Count(norm.Longest)} looks running, from step {Words.Count(norm.LongestSince)} on (at most {Words.Number(norms.LargestJump)} times).",
                advice);
    }
}
