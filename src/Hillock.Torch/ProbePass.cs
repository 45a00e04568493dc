using Hillock.Networks;

namespace Hillock.Torch;

/// <summary>Every number of a pass through a network, as <see cref="NetworkProbe"/> saw it. L is the mean loss of the batch.</summary>
public sealed record ProbePass
{
    /// <summary>Samples in the batch.</summary>
    public required int Samples { get; init; }

    /// <summary>The hidden layers, from the input on.</summary>
    public required IReadOnlyList<ProbedLayer> Layers { get; init; }

    /// <summary>The outputs, sample after sample.</summary>
    public required float[] Outputs { get; init; }

    /// <summary>∂L/∂output.</summary>
    public required float[] OutputDelta { get; init; }

    /// <summary>L.</summary>
    public required double Loss { get; init; }

    /// <summary>Samples whose largest output is at their class.</summary>
    public required int Correct { get; init; }

    /// <summary>∂L/∂x, sample after sample.</summary>
    public required float[] InputGradient { get; init; }

    /// <summary>∂L/∂w, named and shaped like the weights.</summary>
    public required NetworkWeights Gradients { get; init; }
}
