using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;

namespace Hillock.Torch.Training;

/// <summary>How a network is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>How the hidden layers' weights are drawn.</summary>
    public Initialiser Initialiser { get; init; } = Initialiser.Parse("he_uniform");

    /// <summary>How the output layer's weights are drawn; as the hidden ones where null.</summary>
    public Initialiser? OutputInitialiser { get; init; }

    /// <summary>The weights to begin with; drawn by the initialisers and the seed where null.</summary>
    public NetworkWeights? Weights { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerSpec Optimizer { get; init; } = OptimizerSpec.Parse("sgd");

    /// <summary>The learning rate; null chooses one from the optimizer's grid by a short trial.</summary>
    public double? LearningRate { get; init; }

    /// <summary>λ of λ/2·‖w‖² on the weights, biases left out.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The largest norm of the whole gradient; longer ones are shortened to it.</summary>
    public double? Clip { get; init; }

    /// <summary>λ of λ·Σ|a| over the hidden units, averaged over the batch.</summary>
    public double L1 { get; init; }

    /// <summary>λ of λ·Σ|w| over the weights, biases left out.</summary>
    public double L1Weights { get; init; }

    /// <summary>Samples in a batch; the last batch of an epoch may be shorter.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>How often every sample is seen.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>cross_entropy, mse, mae or bce; null takes cross_entropy for classes and mse for regression.</summary>
    public string? Loss { get; init; }

    /// <summary>The seed of initialisation and batches.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>A scaling of the features that the network itself does: it is folded into the first layer's weights at the end.</summary>
    public InputScale? Input { get; init; }

    /// <summary>Whether what the diagnosis finds is treated: see <see cref="Run.Cures"/>.</summary>
    public bool Cure { get; init; }

    /// <summary>Steps between looks of the monitor; null takes half an epoch, at most 25.</summary>
    public int? LookEvery { get; init; }

    /// <summary>The numbers that the diagnosis judges by.</summary>
    public ThresholdSet Thresholds { get; init; } = ThresholdSet.Defaults;

    /// <exception cref="SpecificationException">A number is out of range; the message names the option.</exception>
    internal void Check()
    {
        Require(LearningRate is null or (> 0 and < double.PositiveInfinity), "lr", $"{LearningRate}", "above 0");
        Require(WeightDecay is >= 0 and < double.PositiveInfinity, "weight-decay", $"{WeightDecay}", "at least 0");
        Require(Clip is null or (> 0 and < double.PositiveInfinity), "clip", $"{Clip}", "above 0");
        Require(L1 is >= 0 and < double.PositiveInfinity, "l1", $"{L1}", "at least 0");
        Require(L1Weights is >= 0 and < double.PositiveInfinity, "l1-weights", $"{L1Weights}", "at least 0");
        Require(Batch >= 1, "batch", $"{Batch}", "at least 1");
        if (Batch == 1 && Network.Layers.Any(layer => layer.Normalised))
            throw new SpecificationException("batch 1: batch normalisation needs the variance of at least two samples; use a larger batch or leave bn out");
        Require(Epochs >= 1, "epochs", $"{Epochs}", "at least 1");
        Require(LookEvery is null or >= 1, "look-every", $"{LookEvery}", "at least 1");
    }

    private static void Require(bool holds, string option, string given, string allowed)
    {
        if (!holds) throw new SpecificationException($"{option} {given}: it must be {allowed}");
    }
}
