namespace Hillock.Torch.Treatments;

/// <summary>
/// Something that can be done to a network under training, for any TorchSharp model and optimizer
/// (<see cref="Patient.Of"/>) and for the networks of <c>hillock train</c>. Whether it helps is for a trial to tell.
/// </summary>
public abstract class Treatment
{
    /// <summary>Every treatment with its defaults.</summary>
    public static IReadOnlyList<Treatment> All { get; } =
    [
        new LearningRate(0.1),
        new ClipGradient(1),
        new ReviveUnits(),
        new MatchOutput(),
        new ScaleInput(),
        new Reinitialise(Networks.Initialiser.Parse("he_uniform")),
        new LayerSequentialVariance(),
        new ChangeOptimizer(Training.OptimizerSpec.Parse("adam"), 0.001),
        new SparseActivations(1e-4),
        new NormaliseBatches(),
        new SwapFunction(Activation.Parse("leaky_relu")),
    ];

    /// <summary>What is done, in words: "leaky_relu instead of the activation".</summary>
    public abstract string Name { get; }

    /// <summary>Does it.</summary>
    /// <exception cref="NotSupportedException">It cannot be done to this network; nothing was changed, and the message says why.</exception>
    public abstract void Apply(Patient patient);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
