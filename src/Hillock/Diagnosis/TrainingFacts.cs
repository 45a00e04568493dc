using Hillock.Runs;
using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>What the rules know of a training besides its layers.</summary>
public sealed record TrainingFacts
{
    /// <summary>The mean training loss of each epoch so far.</summary>
    public IReadOnlyList<double> LossByEpoch { get; init; } = [];

    /// <summary>The loss of the best constant predictor on the training part; null where it is not known.</summary>
    public double? ConstantLoss { get; init; }

    /// <summary>The training loss with the latest weights; where null, the last epoch's stands for it.</summary>
    public double? FinalLoss { get; init; }

    /// <summary>Where NaN or ±∞ first appeared; null where none did.</summary>
    public NonFiniteEvent? NonFinite { get; init; }

    /// <summary>The norm of the whole gradient over the looks; null where it was not looked at.</summary>
    public GradientNormTrace? GradientNorm { get; init; }

    /// <summary>The training loss now.</summary>
    internal double? Loss => FinalLoss ?? (LossByEpoch.Count > 0 ? LossByEpoch[^1] : null);

    /// <summary>Whether the loss is below the constant predictor's by more than this share of it; null where either is not known.</summary>
    internal bool? Learns(double margin) =>
        Loss is double loss && ConstantLoss is double constant and > 0 ? loss < (1 - margin) * constant : null;
}
