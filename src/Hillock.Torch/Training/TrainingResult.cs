using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>What a training ends with.</summary>
/// <param name="Run">The record of it.</param>
/// <param name="Weights">The weights at the end.</param>
/// <param name="Network">The network that they are of: the one asked for, or what treatments made of it.</param>
public sealed record TrainingResult(Run Run, NetworkWeights Weights, Network Network);
