namespace Hillock.Diagnosis;

/// <summary>A training loss that goes up and down from epoch to epoch.</summary>
internal sealed class Oscillating : IRule
{
    public static readonly Threshold Swing = new("oscillating.swing", 0.2, "share of the loss's range",
        "noise between epochs of a training that converges is a few percent of the way that the loss came down");

    public static readonly Threshold Share = new("oscillating.share", 0.2, "share of the epochs",
        "a few jumps are mishaps; in every fifth epoch they are the rule");

    public static readonly Threshold Epochs = new("oscillating.epochs", 5, "epochs",
        "with fewer, a single turn is a fifth of them");

    public string Name => "oscillating";

    public IReadOnlyList<Threshold> Thresholds => [Swing, Share, Epochs];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        if (examination.Training is not { NonFinite: null, LossByEpoch: { } losses } || losses.Count < thresholds[Epochs]) yield break;
        double range = losses.Max() - losses.Min(), swing = thresholds[Swing] * range;
        // A turn by more than the swing on both sides.
        int turns = Enumerable.Range(1, losses.Count - 2).Count(i =>
        {
            double before = losses[i] - losses[i - 1], after = losses[i + 1] - losses[i];
            return before * after < 0 && Math.Min(Math.Abs(before), Math.Abs(after)) > swing;
        });
        double share = (double)turns / losses.Count;
        if (!(range > 0) || share < thresholds[Share]) yield break;
        yield return new(Name, examination.Hurt == true ? Severity.Warning : Severity.Info, null, [], Grade.Observed,
            new Dictionary<string, double> { ["turns"] = turns, ["epochs"] = losses.Count, ["share"] = share, ["range"] = range },
            $"The training loss turned by more than {Words.Percent(thresholds[Swing])} of its range on both sides in {Words.Count(turns)} of {Words.Count(losses.Count)} epochs.",
            "Lower the learning rate, take larger batches, or lower the momentum.");
    }
}
