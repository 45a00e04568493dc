namespace Hillock.Statistics;

/// <summary>What is known of one unit.</summary>
/// <param name="FiringSamples">Samples for which f′(z) ≠ 0 at some position.</param>
/// <param name="Zeros">Observations with an output of exactly 0.</param>
/// <param name="SaturatedLow">Observations on the saturated part of the lower tail.</param>
/// <param name="SaturatedHigh">Observations on the saturated part of the upper tail.</param>
/// <param name="NonFinite">Values of z and a that were NaN or ±∞; they are in no other number.</param>
/// <param name="PreActivation">z.</param>
/// <param name="Output">a = f(z).</param>
/// <param name="MeanMagnitude">Mean of |a|.</param>
/// <param name="GradientRms">Root mean square of δ = ∂L/∂z; null where no gradient was observed.</param>
public readonly record struct UnitSummary(
    long FiringSamples, long Zeros, long SaturatedLow, long SaturatedHigh, long NonFinite,
    Spread PreActivation, Spread Output, double MeanMagnitude, double? GradientRms);
