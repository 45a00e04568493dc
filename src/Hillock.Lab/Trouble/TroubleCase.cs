using System.Globalization;
using Hillock.Data;
using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Lab.Trouble;

/// <summary>One training of the benchmark, in the words of <c>hillock train</c>.</summary>
public sealed record TroubleCase
{
    /// <summary>The family that it was drawn from.</summary>
    public required string Family { get; init; }

    /// <summary>What is meant to be wrong.</summary>
    public required Fault Fault { get; init; }

    /// <summary>digits, circle, blobs, or a data set that was named.</summary>
    public required string Data { get; init; }

    /// <summary>raw, unit, standard or x100; null for what fits the data.</summary>
    public string? Scale { get; init; }

    /// <summary>The hidden layers.</summary>
    public required string Network { get; init; }

    /// <summary>Their activation.</summary>
    public required string Activation { get; init; }

    /// <summary>How their weights are drawn.</summary>
    public required string Initialiser { get; init; }

    /// <summary>The optimizer.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The learning rate.</summary>
    public required double Rate { get; init; }

    /// <summary>Samples in a batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Passes over the training part.</summary>
    public required int Epochs { get; init; }

    /// <summary>The activation of the output layer.</summary>
    public string OutputActivation { get; init; } = "identity";

    /// <summary>The seed of data, weights and batches.</summary>
    public required int Seed { get; init; }

    /// <summary>The flags of <c>hillock train</c> that repeat it.</summary>
    public string Flags
    {
        get
        {
            string rate = Rate.ToString("R", CultureInfo.InvariantCulture);
            return $"--data {Quoted(Data)}{(Scale is null ? "" : $" --scale {Scale}")} --network {Network} --activation {Activation} --init {Quoted(Initialiser)} "
                + $"--optimizer {Quoted(Optimizer)} --lr {rate} --batch {Batch} --epochs {Epochs}"
                + $"{(OutputActivation == "identity" ? "" : $" --output-activation {OutputActivation}")} --seed {Seed} --threads 1";
        }
    }

    /// <summary>How it is trained, as <c>hillock train</c> would.</summary>
    internal TrainingOptions OptionsFor(Dataset dataset) => new()
    {
        Network = new(NetworkSpec.Parse(Network), dataset.Shape, dataset.Classes!.Count, Hillock.Activation.Parse(Activation), Hillock.Activation.Parse(OutputActivation)),
        Initialiser = Networks.Initialiser.Parse(Initialiser),
        Optimizer = OptimizerSpec.Parse(Optimizer),
        LearningRate = Rate,
        Batch = Batch,
        Epochs = Epochs,
        Seed = Seed,
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny("() ") ? $"'{text}'" : text;
}
