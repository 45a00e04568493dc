namespace Hillock.Runs;

/// <summary>One point of the learning-rate grid.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="ValidationLoss">The loss on the validation part after the trial; null where it was not finite.</param>
/// <param name="Chosen">Whether the run used it.</param>
public sealed record RateTrial(double Rate, double? ValidationLoss, bool Chosen);
