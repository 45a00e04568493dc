namespace Hillock.Diagnosis;

/// <summary>A training whose loss is no better than that of the best constant prediction.</summary>
internal sealed class Stalled : IRule
{
    public static readonly Threshold Margin = new("stalled.margin", 0.1, "share of the constant predictor's loss",
        "the best constant prediction looks at no input; a loss within a tenth of its is no clear sign of having looked at any");

    /// <summary>Up to where other rules call progress hurt, and themselves a warning.</summary>
    public static readonly Threshold Hurt = new("stalled.hurt", 0.25, "share of the constant predictor's loss",
        "a network that got a quarter of the way and has a fault besides is not slow by chance");

    /// <summary>Below it progress is hurt whatever the loss.</summary>
    public static readonly Threshold Accuracy = new("stalled.accuracy", 0.4, "of the way from the largest class's share to no error",
        "of ten classes a loss a quarter below the constant predictor's goes with an accuracy of 20 % as well as with 40 %");

    public static readonly Threshold Epochs = new("stalled.epochs", 3, "epochs",
        "the last third of a training must hold an epoch");

    public string Name => "stalled";

    public IReadOnlyList<Threshold> Thresholds => [Margin, Hurt, Accuracy, Epochs];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        // A training that ran into NaN did not stall.
        if (examination.Training is not { NonFinite: null, ConstantLoss: double constant and > 0, LossByEpoch: { } losses }) yield break;
        if (losses.Count < examination.Thresholds[Epochs]) yield break;
        int third = (losses.Count + 2) / 3;
        double best = losses.Skip(losses.Count - third).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        double margin = examination.Thresholds[Margin];
        // Comparing with NaN is false: where no loss of the last third is finite, the finding is non-finite, not this.
        if (!(best >= (1 - margin) * constant)) yield break;
        yield return new(Name, Severity.Warning, null, [], Grade.Observed,
            new Dictionary<string, double>
            {
                ["bestLoss"] = best,
                ["constantLoss"] = constant,
                ["ratio"] = best / constant,
                ["epochs"] = losses.Count,
            },
            $"The best loss of the last {Words.Count(third)} of {Words.Count(losses.Count)} epochs is {Words.Number(best)}; "
            + $"predicting the same for every sample gives {Words.Number(constant)}.",
            "Try other learning rates first, then the scale of the input, the initialisation and the activation; other findings may name the cause.");
    }
}
