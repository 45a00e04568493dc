using System.Globalization;
using System.Text.Json.Serialization;
using Hillock.Diagnosis;

namespace Hillock.Runs;

/// <summary>One network: how it was trained, how it did, what was found.</summary>
public sealed record Run
{
    /// <summary>The activation of the hidden layers, as <see cref="Hillock.Activation.Parse"/> reads it.</summary>
    public required string Activation { get; init; }

    /// <summary>The seed of initialisation and batches.</summary>
    public required long Seed { get; init; }

    /// <summary>The hidden layers, as <see cref="Networks.NetworkSpec.Parse"/> reads them.</summary>
    public required string Network { get; init; }

    /// <summary>The learning rate; lr in files.</summary>
    [JsonPropertyName("lr")]
    public double? LearningRate { get; init; }

    /// <summary>The grid that the rate was chosen from; empty where it was given.</summary>
    public IReadOnlyList<RateTrial> RateTrials { get; init; } = [];

    /// <summary>The optimizer, as it was written.</summary>
    public string? Optimizer { get; init; }

    /// <summary>The initialiser, as it was written.</summary>
    public string? Initialiser { get; init; }

    /// <summary>The loss: cross_entropy, mse ….</summary>
    public string? Loss { get; init; }

    /// <summary>Samples in a batch.</summary>
    public int? Batch { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Wall-clock time of the training.</summary>
    public required double Seconds { get; init; }

    /// <summary>How it ended.</summary>
    public RunEnd End { get; init; }

    /// <summary>Where NaN or ±∞ first appeared; null where none did.</summary>
    public NonFiniteEvent? NonFinite { get; init; }

    /// <summary>The loss of the best constant predictor on the training part.</summary>
    public double? ConstantLoss { get; init; }

    /// <summary>The accuracy of always answering the largest class of the training part; null for regression.</summary>
    public double? ChanceAccuracy { get; init; }

    /// <summary>Final score on the training part.</summary>
    public required Score Train { get; init; }

    /// <summary>Final score on the test part.</summary>
    public required Score Test { get; init; }

    /// <summary>Epoch by epoch.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>The hidden layers in the evaluation pass.</summary>
    public required IReadOnlyList<LayerRecord> Layers { get; init; }

    /// <summary>Root mean square of δ at the output in the evaluation pass, to compare layers with.</summary>
    public double? OutputGradientRms { get; init; }

    /// <summary>Layers that could not be watched, each with the reason.</summary>
    public IReadOnlyList<string> Unwatched { get; init; } = [];

    /// <summary>What is proven of a model's layers for every input of a box; empty where nothing was to be proven.</summary>
    public IReadOnlyList<ProvenLayer> Proven { get; init; } = [];

    /// <summary>What is wrong or worth knowing, gravest first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What was tried against it.</summary>
    public IReadOnlyList<Cure> Cures { get; init; } = [];

    /// <summary>Restarts among the treatments that were kept.</summary>
    public int Restarts { get; init; }

    /// <summary>Steps taken in trials and before restarts that are no part of the training that was kept.</summary>
    public int TrialSteps { get; init; }

    /// <summary>The network as treatments left it, where they changed it: functions, normalisations, input scaling.</summary>
    public string? Cured { get; init; }

    /// <summary>The file of a model that was trained elsewhere and only looked at; null for a training.</summary>
    public string? Model { get; init; }

    /// <summary>What else there is to know, each one sentence: what a model was fed, its output functions.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The name of the run's folder, plain on every file system: relu-seed1, leaky_relu-slope0.2-seed1.</summary>
    [JsonIgnore]
    public string FolderName => FolderOf(Activation, Seed);

    /// <summary>The name of the folder of a run with this activation and seed.</summary>
    public static string FolderOf(string activation, long seed) =>
        string.Concat((activation ?? throw new ArgumentNullException(nameof(activation)))
            .Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? $"{c}" : c switch { '(' or ',' => "-", ')' or '=' or ' ' => "", _ => "_" }))
            .TrimStart('.', '_')
        + string.Create(CultureInfo.InvariantCulture, $"-seed{seed}");
}
