namespace Hillock.Runs;

/// <summary>How well a network does on a part of the data.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share classified right; null for regression.</param>
public sealed record Score(double Loss, double? Accuracy);
