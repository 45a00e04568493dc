using System.Text.Json.Serialization;

namespace Hillock.Runs;

/// <summary>What holds of a layer's units for every input of the box. The lists are disjoint and ascending.</summary>
public sealed record ProvenLayer
{
    /// <summary>The layer, by the tensor that its activation makes.</summary>
    public required string Name { get; init; }

    /// <summary>The activation function, as <see cref="Hillock.Activation.Parse"/> reads it.</summary>
    public required string Activation { get; init; }

    /// <summary>Neurons of a dense layer, channels of a convolution.</summary>
    public required int Units { get; init; }

    /// <summary>The layers that this one gets its values from; "" stands for the model's input.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>The operator of its affine map, Conv or Gemm; null where there is none.</summary>
    public string? Operator { get; init; }

    /// <summary>Never active: f′ is 0, and the output is the same number for every input.</summary>
    public required IReadOnlyList<int> Dead { get; init; }

    /// <summary>The same output for every input, without being dead.</summary>
    public required IReadOnlyList<int> Constant { get; init; }

    /// <summary>Beyond the off side for every input, so that the unit is a straight line.</summary>
    public required IReadOnlyList<int> On { get; init; }

    /// <summary>Saturated at the lower end for every input.</summary>
    public required IReadOnlyList<int> SaturatedLow { get; init; }

    /// <summary>Saturated at the upper end for every input.</summary>
    public required IReadOnlyList<int> SaturatedHigh { get; init; }

    /// <summary>Saturated for every input, at some positions low and at others high.</summary>
    public required IReadOnlyList<int> SaturatedBoth { get; init; }

    /// <summary>How many units intervals alone prove.</summary>
    public required int ByIntervals { get; init; }

    /// <summary>
    /// Share of the numbers that affine bounds may bound better for which they were computed to the end; null where there is none: on the
    /// first layer, and behind what has no bounds.
    /// </summary>
    public required double? AffineShare { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required double Seconds { get; init; }

    /// <summary>Units that are saturated for every input, at either end or both.</summary>
    [JsonIgnore]
    public int Saturated => SaturatedLow.Count + SaturatedHigh.Count + SaturatedBoth.Count;

    /// <summary>Units of which anything is proven.</summary>
    public int Proven => Dead.Count + Constant.Count + On.Count + Saturated;
}
