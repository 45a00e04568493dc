using Hillock.Torch.Training;

namespace Hillock.Cli.Train;

/// <summary>One of the networks that are trained side by side.</summary>
internal sealed record Contender(Activation Activation, TrainingSession Session);
