namespace Hillock.Lab;

/// <summary>A claim after its experiment.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Evidence">What the experiment gave.</param>
/// <param name="Ruling">What the claim's rule makes of it.</param>
/// <param name="Seconds">How long the runs took, those of an earlier start included.</param>
public sealed record ClaimResult(IClaim Claim, Evidence Evidence, Ruling Ruling, double Seconds);
