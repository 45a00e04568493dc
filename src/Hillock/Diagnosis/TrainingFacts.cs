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

    /// <summary>The training accuracy with the latest weights; null for regression, or where it is not known.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The accuracy of always answering the largest class; null for regression, or where it is not known.</summary>
    public double? ChanceAccuracy { get; init; }

    /// <summary>What the first layer receives, feature by feature, as outputs of identity; null where nobody looked.</summary>
    public UnitStatistics? Input { get; init; }

    /// <summary>The loss function: cross_entropy, bce, mse or mae; null where it is not known.</summary>
    public string? LossFunction { get; init; }

    /// <summary>The function after the last affine map, as <see cref="Activation.Parse"/> reads it, or softmax, log_softmax; null where it is not known.</summary>
    public string? OutputFunction { get; init; }

    /// <summary>The smallest and the largest number to be predicted; null for classes, or where they are not known.</summary>
    public (double Smallest, double Largest)? Targets { get; init; }

    /// <summary>From always answering the largest class (0) to no error (1); null where it is not known.</summary>
    internal double? Progress => Accuracy is double accuracy && ChanceAccuracy is double chance and < 1 ? (accuracy - chance) / (1 - chance) : null;

    /// <summary>The training loss now.</summary>
    internal double? Loss => FinalLoss ?? (LossByEpoch.Count > 0 ? LossByEpoch[^1] : null);

    /// <summary>
    /// Whether the loss is below the constant predictor's by more than this share of it; null where either is not known. An accuracy halfway
    /// from chance to no error counts as well: with large scores a few wrong answers alone cost more than the constant prediction.
    /// </summary>
    internal bool? Learns(double margin) =>
        Progress >= Halfway ? true : Loss is double loss && ConstantLoss is double constant and > 0 ? loss < (1 - margin) * constant : null;

    internal const double Halfway = 0.5;
}
