using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>A hidden layer as the rules see it.</summary>
public sealed record LayerExamination
{
    /// <summary>hidden1, hidden2 … in a training; the tensor's name in a trained model.</summary>
    public required string Name { get; init; }

    /// <summary>What the evaluation pass counted; during a training, what the latest window of looks did.</summary>
    public required UnitStatistics Statistics { get; init; }

    /// <summary>What each unit did at every look; null where there were no looks.</summary>
    public UnitTimeline? Timeline { get; init; }

    /// <summary>The layer's gradient over the looks; null where no gradient was looked at.</summary>
    public GradientTrace? Gradient { get; init; }

    /// <summary>‖W after − W before‖ / ‖W before‖ of the layer's weights over the last epoch; null where it is not known.</summary>
    public double? WeightChange { get; init; }

    /// <summary>
    /// Whether <see cref="Statistics"/> come from looks during the training, of which the earlier may have seen a unit alive that has died
    /// since: <see cref="Timeline"/> then tells which units are dead.
    /// </summary>
    public bool FromLooks { get; init; }

    /// <summary>What was seen when each unit fell silent, by unit; null where nobody looked.</summary>
    public IReadOnlyDictionary<int, Death>? Deaths { get; init; }

    /// <summary>How the weights moved in single steps; null where that was not looked at.</summary>
    public UpdateTrace? Updates { get; init; }

    /// <summary>γ = ‖mean‖ / ‖std‖ of the vector that the layer receives; null where it is not known.</summary>
    public double? ReceivedOffCentre { get; init; }

    /// <summary>
    /// <see cref="UnitStatistics.PreActivationVariance"/> on data before the first step; null where it was not measured, or on too few samples.
    /// </summary>
    public double? StartVariance { get; init; }

    /// <summary>The lists of units that are out of order.</summary>
    public UnitLists Classify(ThresholdSet thresholds) =>
        FromLooks && Timeline is not null ? UnitClassifier.Classify(Statistics, thresholds, Timeline) : Statistics.Classify(thresholds);
}
