using Hillock.Runs;

namespace Hillock.Onnx.Proofs;

/// <summary>What is proven of a model's units for every input of a box.</summary>
public sealed record Proof
{
    /// <summary>The model's file.</summary>
    public required string Model { get; init; }

    /// <summary>The box, in words.</summary>
    public required string Box { get; init; }

    /// <summary>The layers that were reached, in the order of the data.</summary>
    public required IReadOnlyList<ProvenLayer> Layers { get; init; }

    /// <summary>Where the proof stopped, and why: nothing behind such a node is proven.</summary>
    public required IReadOnlyList<string> Stops { get; init; }

    /// <summary>Layers that were not reached.</summary>
    public required IReadOnlyList<string> Unreached { get; init; }

    /// <summary>Whether the time limit ended the affine bounds.</summary>
    public bool IsLate { get; init; }

    /// <summary>Whether it was stopped before the end.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required double Seconds { get; init; }

    /// <summary>The bounds behind it, by layer.</summary>
    internal IReadOnlyDictionary<string, LayerBounds> Bounds { get; init; } = new Dictionary<string, LayerBounds>();

    /// <summary>Units of the layers that were reached.</summary>
    public int Units => Layers.Sum(layer => layer.Units);

    /// <summary>Units of which anything is proven.</summary>
    public int Proven => Layers.Sum(layer => layer.Proven);
}
