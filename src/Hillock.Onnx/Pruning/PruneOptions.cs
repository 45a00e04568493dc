using Hillock.Onnx.Probing;
using Hillock.Onnx.Proofs;

namespace Hillock.Onnx.Pruning;

/// <summary>What is removed, and what it is tried on.</summary>
public sealed record PruneOptions
{
    /// <summary>What the model's inputs are given.</summary>
    public required ProbeOptions Feeds { get; init; }

    /// <summary>What the data are called; null where there are none and only what is proven goes.</summary>
    public DataName? Data { get; init; }

    /// <summary>The box for whose inputs what goes must be proven; null where what is dead on the data goes.</summary>
    public IReadOnlyList<InputBox>? Boxes { get; init; }

    /// <summary>The box in words.</summary>
    public string Box { get; init; } = "";

    /// <summary>Further data on which the outputs are compared and only reported.</summary>
    public IReadOnlyList<(DataName Name, ProbeOptions Feeds)> Verify { get; init; } = [];

    /// <summary>What a proof may cost.</summary>
    public ProofOptions Proof { get; init; } = new();

    /// <summary>How many random inputs, and as many corners, the outputs are compared on.</summary>
    public int Drawn { get; init; } = 1000;
}
