using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>Which function a module computes.</summary>
internal static class KnownActivations
{
    // TorchSharp's modules, with their parameters as they are now.
    private static readonly Dictionary<Type, Func<nn.Module, string>> Texts = new()
    {
        [typeof(Identity)] = _ => "identity",
        [typeof(ReLU)] = _ => "relu",
        [typeof(LeakyReLU)] = m => Text($"leaky_relu(slope={((LeakyReLU)m).negative_slope:R})"),
        [typeof(ReLU6)] = _ => "relu6",
        [typeof(ELU)] = m => Text($"elu(alpha={((ELU)m).alpha:R})"),
        [typeof(CELU)] = m => Text($"celu(alpha={((CELU)m).alpha:R})"),
        [typeof(SELU)] = _ => "selu",
        [typeof(TorchSharp.Modules.Sigmoid)] = _ => "sigmoid",
        [typeof(TorchSharp.Modules.Tanh)] = _ => "tanh",
        // Above its threshold TorchSharp's softplus is linear, which differs from the function by less than float shows.
        [typeof(Softplus)] = m => ((Softplus)m).beta == 1 ? "softplus" : Text($"softplus(beta={((Softplus)m).beta:R})"),
        [typeof(GELU)] = m => ((GELU)m).approximate == GELU.Approximate.tanh ? "gelu_tanh" : "gelu",
        [typeof(SiLU)] = _ => "silu",
        [typeof(Mish)] = _ => "mish",
        [typeof(Hardsigmoid)] = _ => "hard_sigmoid",
        [typeof(Hardswish)] = _ => "hard_swish",
        [typeof(Hardshrink)] = m => Text($"hard_shrink(lambda={((Hardshrink)m).lambda:R})"),
        [typeof(Softshrink)] = m => Text($"soft_shrink(lambda={((Softshrink)m).lambda:R})"),
        [typeof(Softsign)] = _ => "softsign",
        [typeof(LogSigmoid)] = _ => "log_sigmoid",
        [typeof(Tanhshrink)] = _ => "tanh_shrink",
        [typeof(Threshold)] = m => Text($"threshold(at={((Threshold)m).threshold:R}, value={((Threshold)m).value:R})"),
    };

    private static readonly Dictionary<Type, string> Refused = new()
    {
        [typeof(Hardtanh)] = "TorchSharp's Hardtanh returns its input unchanged; use an ActivationModule with hard_tanh",
        [typeof(PReLU)] = "its slope is learned, so it is not one fixed function; use an ActivationModule with leaky_relu to watch it",
        [typeof(RReLU)] = "its slope is random, so it is not one fixed function",
        [typeof(GLU)] = "it works on pairs of values, not on single units",
        [typeof(Softmax)] = "it works on rows, not on single units",
        [typeof(Softmax2d)] = "it works on rows, not on single units",
        [typeof(Softmin)] = "it works on rows, not on single units",
        [typeof(LogSoftmax)] = "it works on rows, not on single units",
    };

    // Functions that a treatment put in the place of a module's own, by hooks.
    private static readonly ConditionalWeakTable<nn.Module, Activation> Swapped = [];

    public static void Swap(nn.Module module, Activation function) => Swapped.AddOrUpdate(module, function);

    /// <summary>The function of an activation module; null where it is none, or none that can be watched.</summary>
    /// <param name="module">Any module.</param>
    /// <param name="refusal">Why an activation module cannot be watched; null where the module is no activation.</param>
    public static Activation? Of(nn.Module module, out string? refusal)
    {
        refusal = null;
        if (Swapped.TryGetValue(module, out Activation? swapped)) return swapped;
        if (module is ActivationModule own)
        {
            if (own.Learns.Count > 0) refusal = $"its {string.Join(" and ", own.Learns)} is learned, so it is not one fixed function";
            return refusal is null ? own.Activation : null;
        }

        if (Refused.TryGetValue(module.GetType(), out refusal)) return null;
        if (!Texts.TryGetValue(module.GetType(), out Func<nn.Module, string>? text)) return null;
        if (Activation.TryParse(text(module), out Activation? activation)) return activation;
        refusal = $"Hillock has no function {text(module)}";
        return null;
    }

    /// <summary>The name of what a module at the output computes, rows included; null where it is not known.</summary>
    public static string? NameOf(nn.Module module) => module switch
    {
        Softmax => "softmax",
        LogSoftmax => "log_softmax",
        _ => Of(module, out _)?.ToString(),
    };

    /// <summary>Whether the module overwrites its input.</summary>
    public static bool IsInPlace(nn.Module module) =>
        module is not ActivationModule && !Swapped.TryGetValue(module, out _) && module.GetType().GetProperty("inplace")?.GetValue(module) is true;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
