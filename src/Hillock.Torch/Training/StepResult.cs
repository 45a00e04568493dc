namespace Hillock.Torch.Training;

/// <summary>What one training step did.</summary>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="Loss">The mean loss of the batch before the step, penalties left out.</param>
/// <param name="Correct">How many were classified right.</param>
/// <param name="Trouble">Where NaN or ±∞ was met, with what; the weights were then not changed.</param>
internal readonly record struct StepResult(int Samples, double Loss, int Correct, (string? Layer, string What)? Trouble);
