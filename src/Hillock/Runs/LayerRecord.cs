using Hillock.Statistics;

namespace Hillock.Runs;

/// <summary>
/// A layer in the evaluation pass: the final weights over the training part's first 10,000 samples. The unit lists are disjoint and
/// ascending; fractions are of observations.
/// </summary>
public sealed record LayerRecord
{
    /// <summary>hidden1, hidden2 … in a training; the tensor's name in a trained model.</summary>
    public required string Name { get; init; }

    /// <summary>Neurons of a dense layer, channels of a convolution.</summary>
    public required int Units { get; init; }

    /// <summary>The activation function, as <see cref="Hillock.Activation.Parse"/> reads it.</summary>
    public required string Activation { get; init; }

    /// <summary>Samples seen.</summary>
    public required long Samples { get; init; }

    /// <summary>f′(z) = 0 and the same output for every observation.</summary>
    public required IReadOnlyList<int> Dead { get; init; }

    /// <summary>Saturated on the lower tail.</summary>
    public required IReadOnlyList<int> SaturatedLow { get; init; }

    /// <summary>Saturated on the upper tail.</summary>
    public required IReadOnlyList<int> SaturatedHigh { get; init; }

    /// <summary>Saturated, switching between the tails.</summary>
    public required IReadOnlyList<int> SaturatedBoth { get; init; }

    /// <summary>The same output for every observation, without being dead.</summary>
    public required IReadOnlyList<int> Constant { get; init; }

    /// <summary>Contributing almost nothing beside the rest of the layer.</summary>
    public required IReadOnlyList<int> Dormant { get; init; }

    /// <summary>Share of outputs that are exactly 0.</summary>
    public required double ZeroFraction { get; init; }

    /// <summary>Share of observations on a saturating tail.</summary>
    public required double SaturatedFraction { get; init; }

    /// <summary>Mean output over all observations.</summary>
    public required double MeanOutput { get; init; }

    /// <summary>Standard deviation of the output over all observations.</summary>
    public required double StdOutput { get; init; }

    /// <summary>Mean of |f′(z)|.</summary>
    public required double MeanAbsDerivative { get; init; }

    /// <summary>Root mean square of δ = ∂L/∂z, L being the mean loss of a batch.</summary>
    public double? GradientRms { get; init; }

    /// <summary>Median of |δ|, zeros included: 0 where more than half of a relu layer is off. The rules use the median of what is not 0.</summary>
    public double? GradientMedian { get; init; }

    /// <summary>δ of this layer over δ of the next (the output's for the last), as ratio of rms.</summary>
    public double? GradientGain { get; init; }

    /// <summary>The same as ratio of medians.</summary>
    public double? GradientGainMedian { get; init; }

    /// <summary>The distribution of the pre-activations z.</summary>
    public Histogram? PreActivations { get; init; }

    /// <summary>What each unit did over time, for the heat map.</summary>
    public TimelineRecord? Timeline { get; init; }

    /// <summary>
    /// In a model trained elsewhere: the layers that this one gets its values from; "" stands for the model's input. Null in a training,
    /// where each follows the one before.
    /// </summary>
    public IReadOnlyList<string>? From { get; init; }

    /// <summary>In a model trained elsewhere: the operator of its affine map, Conv or Gemm.</summary>
    public string? Operator { get; init; }

    /// <summary>The record of what was counted.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="statistics">What was counted.</param>
    /// <param name="lists">The units out of order.</param>
    /// <param name="timeline">What the looks showed; null where there were none.</param>
    /// <param name="next">The statistics of the next layer, or of the output.</param>
    public static LayerRecord Of(string name, UnitStatistics statistics, UnitLists lists, UnitTimeline? timeline = null, UnitStatistics? next = null)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentNullException.ThrowIfNull(lists);
        return new()
        {
            Name = name,
            Units = statistics.Units,
            Activation = statistics.Activation.ToString(),
            Samples = statistics.Samples,
            Dead = lists.Dead,
            SaturatedLow = lists.SaturatedLow,
            SaturatedHigh = lists.SaturatedHigh,
            SaturatedBoth = lists.SaturatedBoth,
            Constant = lists.Constant,
            Dormant = lists.Dormant,
            ZeroFraction = statistics.ZeroFraction,
            SaturatedFraction = statistics.SaturatedFraction,
            MeanOutput = statistics.MeanOutput,
            StdOutput = statistics.StdOutput,
            MeanAbsDerivative = statistics.MeanAbsDerivative,
            GradientRms = Finite(statistics.GradientRms),
            GradientMedian = Finite(statistics.GradientMedian),
            GradientGain = Finite(statistics.GradientRms / next?.GradientRms),
            GradientGainMedian = Finite(statistics.GradientMedian / next?.GradientMedian),
            PreActivations = statistics.PreActivations,
            Timeline = timeline is { Looks: > 0 } ? timeline.ToRecord() : null,
        };
    }

    private static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;
}
