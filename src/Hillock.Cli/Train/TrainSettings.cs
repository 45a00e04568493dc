using Hillock.Data;
using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Cli.Train;

/// <summary>What `hillock train` was asked to do, read and checked.</summary>
internal sealed record TrainSettings
{
    public required string Data { get; init; }
    public required string? Label { get; init; }
    public required ScaleKind? Scale { get; init; }
    public required NetworkSpec Network { get; init; }
    public required IReadOnlyList<Activation> Activations { get; init; }
    public required Initialiser Initialiser { get; init; }
    public required Initialiser OutputInitialiser { get; init; }
    public required OptimizerSpec Optimizer { get; init; }

    /// <summary>Null for auto.</summary>
    public required double? LearningRate { get; init; }
    public required double WeightDecay { get; init; }
    public required double? Clip { get; init; }
    public required double L1 { get; init; }
    public required double L1Weights { get; init; }
    public required int Batch { get; init; }
    public required int Epochs { get; init; }

    /// <summary>Null for what fits the label.</summary>
    public required string? Loss { get; init; }
    public required Activation OutputActivation { get; init; }
    public required IReadOnlyList<int> Seeds { get; init; }

    public bool Cure { get; init; }

    /// <summary>The command line that repeats this, word by word.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Whether to judge before the first step, and stop.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Whether an interrupted training in the output folder goes on.</summary>
    public bool Resumes { get; init; }
}
