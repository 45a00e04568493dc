namespace Hillock.Networks;

/// <summary>One entry of a network's text; its text form is what <see cref="NetworkSpec.Parse"/> reads.</summary>
public abstract record LayerSpec;

/// <summary>A dense layer with its activation: "64".</summary>
/// <param name="Units">The number of units.</param>
public sealed record DenseSpec(int Units) : LayerSpec
{
    /// <inheritdoc/>
    public override string ToString() => $"{Units}";
}

/// <summary>A convolution with its activation, stride 1, no padding: "conv6k5".</summary>
/// <param name="Channels">The number of output channels.</param>
/// <param name="Kernel">The side of the square kernel.</param>
public sealed record ConvolutionSpec(int Channels, int Kernel) : LayerSpec
{
    /// <inheritdoc/>
    public override string ToString() => $"conv{Channels}k{Kernel}";
}

/// <summary>Maximum pooling over squares that do not overlap: "pool2".</summary>
/// <param name="Size">The side of the square, which is the stride too.</param>
public sealed record PoolSpec(int Size) : LayerSpec
{
    /// <inheritdoc/>
    public override string ToString() => $"pool{Size}";
}

/// <summary>Channels and positions made one vector: "flatten". A dense layer after an image flattens by itself.</summary>
public sealed record FlattenSpec : LayerSpec
{
    /// <inheritdoc/>
    public override string ToString() => "flatten";
}

/// <summary>Batch normalisation between the affine map before it and that map's activation: "bn".</summary>
public sealed record BatchNormSpec : LayerSpec
{
    /// <inheritdoc/>
    public override string ToString() => "bn";
}
