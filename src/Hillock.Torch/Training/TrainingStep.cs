namespace Hillock.Torch.Training;

/// <summary>How far a training is.</summary>
/// <param name="Step">Steps taken since the start.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss of the step's batch.</param>
/// <param name="Samples">Samples in the step's batch.</param>
/// <param name="Correct">How many of them were classified right before the step.</param>
public readonly record struct TrainingStep(int Step, int Steps, int Epoch, double Loss, int Samples, int Correct);
