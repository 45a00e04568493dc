using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>A layer whose units move all of their weights in one direction, and back at the next step.</summary>
internal sealed class ZigZag : IRule
{
    public static readonly Threshold Share = new("zig-zag.share", 0.5, "share of the layer's units",
        "inputs of one sign give all weights of a unit gradients of one sign; half of the units is more than chance gives");

    public static readonly Threshold Cosine = new("zig-zag.cosine", -0.2, "mean cosine of successive updates",
        "independent directions give 0; below this a good part of each step undoes the one before");

    public static readonly Threshold Steps = new("zig-zag.steps", UpdateTrace.Window, "steps looked at",
        "the mean of so many cosines is known to about 0.05");

    public string Name => "zig-zag";

    public IReadOnlyList<Threshold> Thresholds => [Share, Cosine, Steps];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        foreach (LayerExamination layer in examination.Layers)
        {
            if (layer.Updates is not { } updates || updates.Pairs < thresholds[Steps]) continue;
            double share = updates.OneSignedShare, cosine = updates.MeanCosine;
            if (share < thresholds[Share] || !(cosine < thresholds[Cosine])) continue;
            yield return new(Name, Severity.Info, layer.Name, [], Grade.Observed,
                new Dictionary<string, double> { ["share"] = share, ["cosine"] = cosine, ["steps"] = updates.Pairs },
                $"In the latest {UpdateTrace.Window} steps looked at, {Words.Percent(share)} of the units moved all of their weights in one direction, and successive "
                + $"updates had a mean cosine of {Words.Number(cosine)}.",
                "Centre what the layer receives (an activation with outputs of both signs, or normalisation), lower the learning rate, or use momentum.");
        }
    }
}
