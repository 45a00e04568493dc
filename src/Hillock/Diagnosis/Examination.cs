namespace Hillock.Diagnosis;

/// <summary>What the rules look at: the layers of a network, and what is known of its training.</summary>
public sealed record Examination
{
    /// <summary>The hidden layers, in the order of the data.</summary>
    public required IReadOnlyList<LayerExamination> Layers { get; init; }

    /// <summary>The training; null for a trained model of which nothing else is known.</summary>
    public TrainingFacts? Training { get; init; }

    /// <summary>The numbers to judge by.</summary>
    public ThresholdSet Thresholds { get; init; } = ThresholdSet.Defaults;

    /// <summary>Whether the loss is clearly below the best constant predictor's; null where that is not known.</summary>
    internal bool? Learns => Training?.Learns(Thresholds[Stalled.Margin]);

    /// <summary>Whether progress is clearly hurt: learning may not be blocked, but it is far from done; null where that is not known.</summary>
    internal bool? Hurt => Training?.Progress < Thresholds[Stalled.Accuracy] ? true : Training?.Learns(Thresholds[Stalled.Hurt]) is bool far ? !far : null;
}
