using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>A hidden layer of a patient: an affine map and the activation that receives its output.</summary>
public sealed record PatientLayer
{
    internal PatientLayer(AffineMap map, nn.Module<Tensor, Tensor> function, AffineMap next, Activation activation, bool normalised) =>
        (Map, Function, Next, Activation, Normalised) = (map, function, next, activation, normalised);

    /// <summary>The path of the affine module: hidden1, "features.0".</summary>
    public string Name => Map.Path;

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    /// <summary>Neurons, or channels.</summary>
    public int Units => Map.Units;

    /// <summary>Whether a batch normalisation stands between the affine map and the activation.</summary>
    public bool Normalised { get; }

    internal AffineMap Map { get; }

    internal nn.Module<Tensor, Tensor> Function { get; }

    /// <summary>The affine map that receives this layer's output.</summary>
    internal AffineMap Next { get; }
}
