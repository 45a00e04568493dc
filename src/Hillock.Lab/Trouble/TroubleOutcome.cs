namespace Hillock.Lab.Trouble;

/// <summary>How a training of a case ended.</summary>
/// <param name="Accuracy">On the test part.</param>
/// <param name="Loss">On the test part; null where it was not finite.</param>
/// <param name="Seconds">What it took.</param>
/// <param name="Steps">The steps that it took, those of trials and of what a restart threw away among them.</param>
public sealed record TroubleOutcome(double Accuracy, double? Loss, double Seconds, int Steps);
