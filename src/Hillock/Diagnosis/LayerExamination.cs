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
}
