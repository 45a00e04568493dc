using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;

namespace Hillock.Onnx.Probing;

/// <summary>What a look at a model gave.</summary>
public sealed record ProbeResult
{
    /// <summary>The layers in the order of the graph.</summary>
    public required IReadOnlyList<LayerRecord> Layers { get; init; }

    /// <summary>What the layers were made from.</summary>
    public required IReadOnlyList<UnitStatistics> Statistics { get; init; }

    /// <summary>What the rules found.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The activation functions of outputs, which are not layers: "sigmoid at prob".</summary>
    public required IReadOnlyList<string> OutputFunctions { get; init; }

    /// <summary>What is in the model and was not watched, each with the reason.</summary>
    public required IReadOnlyList<string> Unwatched { get; init; }

    /// <summary>What each input was fed.</summary>
    public required IReadOnlyList<FedRange> Fed { get; init; }

    /// <summary>Samples that went through.</summary>
    public required long Samples { get; init; }

    /// <summary>Whether every input that is no constant was drawn at random.</summary>
    public required bool IsRandom { get; init; }

    /// <summary>Time spent in ONNX Runtime and in counting.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether it was stopped before the end of the data.</summary>
    public bool IsStopped { get; init; }
}
