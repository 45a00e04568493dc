using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Training;

/// <summary>Finds the layer in which NaN or ±∞ began.</summary>
internal static class NonFiniteSearch
{
    /// <summary>Where it is in the weights and pre-activations of a forward pass; no layer where only the loss has it.</summary>
    public static (string? Layer, string What) InForward(NetworkModule module, Tensor input)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        string? layer = null;
        Tensor x = module.Shape(input);
        foreach ((string name, nn.Module<Tensor, Tensor> stage) in module.Stages)
        {
            bool affine = stage is Linear or Conv2d;
            if (affine) layer = name;
            if (affine && Windows(module, name).Any(w => HasNonFinite(w.Of(module.Flat.Values)))) return (name, "weight");
            // Not call: what watches the module must not count this pass.
            x = stage.forward(x);
            if (HasNonFinite(x.contiguous().Span<float>())) return (layer, affine || stage is NormBase ? "pre-activation" : "output");
        }

        return (null, "loss");
    }

    /// <summary>Where it is in the gradients of the weights: the last layer, since gradients run from the output backwards.</summary>
    public static (string? Layer, string What) InGradients(NetworkModule module)
    {
        FlatParameters.Window? window = module.Flat.Windows.LastOrDefault(w => HasNonFinite(w.Of(module.Flat.Gradients)));
        return (window?.Name.Split('.')[0], "gradient");
    }

    private static IEnumerable<FlatParameters.Window> Windows(NetworkModule module, string layer) =>
        module.Flat.Windows.Where(w => w.Name.StartsWith(layer + ".", StringComparison.Ordinal));

    private static bool HasNonFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            if (!float.IsFinite(value)) return true;
        return false;
    }
}
