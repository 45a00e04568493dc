using Hillock.Statistics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>Where a tensor's units lie, told by the affine module or normalisation that was called last.</summary>
/// <param name="Module">That module; null before the first.</param>
/// <param name="Positions">The number of axes of positions: 2 after Conv2d, 0 after Linear.</param>
internal readonly record struct UnitAxis(nn.Module? Module, int Positions)
{
    /// <summary>The axis after a module; null where the module changes nothing about it.</summary>
    public static UnitAxis? After(nn.Module module) => module switch
    {
        Linear or Bilinear => new(module, 0),
        Conv1d or ConvTranspose1d => new(module, 1),
        Conv2d or ConvTranspose2d => new(module, 2),
        Conv3d or ConvTranspose3d => new(module, 3),
        _ => null,
    };

    /// <summary>Whether a module is an affine map, which makes a layer together with the activation after it.</summary>
    public static bool IsAffine(nn.Module module) => After(module) is not null;

    /// <summary>The layout of a tensor of this shape; null where it holds nothing.</summary>
    public UnitLayout? Layout(ReadOnlySpan<long> shape)
    {
        if (shape.Length == 0) return null;
        // Channels stand before their positions, whether a batch came or a single sample; flattened, or of another rank, a tensor has
        // its units last.
        bool image = Positions > 0 && shape.Length > 2 && (shape.Length == Positions + 1 || shape.Length == Positions + 2);
        int channels = shape.Length - 1 - (image ? Positions : 0);
        long samples = 1, positions = 1;
        for (int axis = 0; axis < channels; axis++) samples *= shape[axis];
        for (int axis = channels + 1; axis < shape.Length; axis++) positions *= shape[axis];
        long length = samples * shape[channels] * positions;
        return length is 0 or > int.MaxValue ? null : new((int)samples, (int)shape[channels], (int)positions);
    }
}
