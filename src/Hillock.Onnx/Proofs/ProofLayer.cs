using Hillock.Bounds;

namespace Hillock.Onnx.Proofs;

/// <summary>An activation in the graph, as a proof needs it.</summary>
internal sealed record ProofLayer
{
    /// <summary>The value before the activation.</summary>
    public required string Input { get; init; }

    /// <summary>The value behind it.</summary>
    public required string Output { get; init; }

    /// <summary>The function, as <see cref="Activation.Parse"/> reads it.</summary>
    public required string Text { get; init; }

    /// <summary>The function, or one for each unit.</summary>
    public required IReadOnlyList<ActivationBounds> Functions { get; init; }

    public required int Units { get; init; }

    /// <summary>The axis along which the units lie.</summary>
    public required int Axis { get; init; }

    /// <summary>Whether it is written out in several operators, which may overflow inside.</summary>
    public required bool WrittenOut { get; init; }

    /// <summary>The unit of a number of a value of this shape.</summary>
    public int Unit(BoundedValue z, int place) => place / Inner(z) % Units;

    /// <summary>The numbers of a unit.</summary>
    public IEnumerable<int> Places(BoundedValue z, int unit)
    {
        int inner = Inner(z), outer = z.Count / (inner * Units);
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++) yield return (o * Units + unit) * inner + i;
    }

    /// <summary>Numbers of a unit that lie side by side.</summary>
    public int Inner(BoundedValue z) => Steps.Places.Count(z.Shape[(Axis + 1)..]);
}
