namespace Hillock.Networks;

/// <summary>A layer with its shapes known.</summary>
/// <param name="Spec">What the text said; the output layer is a dense one.</param>
/// <param name="Name">hidden1, hidden2 … or output for an affine map; null for what has no weights of its own.</param>
/// <param name="InputShape">The shape of one sample on the way in: [features] or [channels, height, width].</param>
/// <param name="OutputShape">The shape of one sample on the way out.</param>
/// <param name="Activation">The activation after it (after the batch normalisation that follows it, if any); null where there is none.</param>
/// <param name="Normalised">Whether a batch normalisation stands between the affine map and the activation.</param>
public sealed record LayerPlan(
    LayerSpec Spec, string? Name, IReadOnlyList<int> InputShape, IReadOnlyList<int> OutputShape, Activation? Activation, bool Normalised)
{
    /// <summary>The inputs that one unit sums over.</summary>
    public int FanIn => Spec is ConvolutionSpec c ? InputShape[0] * c.Kernel * c.Kernel : InputShape.Aggregate(1, (a, b) => a * b);

    /// <summary>The units that one input goes to.</summary>
    public int FanOut => Spec is ConvolutionSpec c ? c.Channels * c.Kernel * c.Kernel : OutputShape[0];
}
