namespace Hillock.Runs;

/// <summary>A hidden layer during one epoch, from the looks at it. Counts are of units, fractions of observations.</summary>
public sealed record LayerEpoch
{
    /// <summary>The layer.</summary>
    public required string Name { get; init; }

    /// <summary>Units that never fired in the epoch's looks.</summary>
    public int Silent { get; init; }

    /// <summary>Units saturated on the lower tail.</summary>
    public int SaturatedLow { get; init; }

    /// <summary>Units saturated on the upper tail.</summary>
    public int SaturatedHigh { get; init; }

    /// <summary>Share of outputs that are exactly 0.</summary>
    public double ZeroFraction { get; init; }

    /// <summary>Share of observations on a saturating tail.</summary>
    public double SaturatedFraction { get; init; }

    /// <summary>Mean output.</summary>
    public double MeanOutput { get; init; }

    /// <summary>Root mean square of δ = ∂L/∂z; null where no gradient was looked at.</summary>
    public double? GradientRms { get; init; }

    /// <summary>δ of this layer over δ of the next, as ratio of rms.</summary>
    public double? GradientGain { get; init; }
}
