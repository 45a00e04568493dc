using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>What a training ends with.</summary>
/// <param name="Run">The record of it.</param>
/// <param name="Weights">The weights at the end.</param>
public sealed record TrainingResult(Run Run, NetworkWeights Weights);
