using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>
/// An activation function as a module of TorchSharp: y = f(x) for every element, run forward and backward by Hillock's kernels, on as many
/// threads as libtorch uses.
/// </summary>
/// <remarks>
/// <para>Takes float32 and float64 tensors of any shape on the CPU; one that is not contiguous is copied first.</para>
/// <para>For the backward pass it keeps what is smallest and gives the same gradient. Nothing for identity. The output where f(x) tells
/// f′(x) (relu, leaky_relu, relu6, hard_tanh and their kin, softplus, log_sigmoid, exponential): a linear or convolutional layer that
/// follows keeps its input, which is this output, anyway, so that it costs nothing. One bit an element for the other functions made of
/// straight pieces (hard_sigmoid, abs, a negative slope); a batch that holds a NaN keeps its input, and in abs one that holds a 0. Else
/// the input. Where no layer that follows keeps the output (a dropout, a sum of two branches), <c>keep: Kept.Bits</c> is less;
/// <c>keep: Kept.Output</c> for sigmoid, tanh, elu and their kin is less too, at the price of <see cref="Activation.OutputError"/>.</para>
/// <para>Parameters are learnt where <c>learn</c> names them; they stand in state_dict under their own names ("slope", "beta").</para>
/// <para>An error in the backward pass cannot pass through libtorch: the gradient becomes NaN and the error is thrown by the next call of an
/// <see cref="ActivationModule"/> on the same thread, or by <see cref="ThrowIfBackwardFailed"/>.</para>
/// </remarks>
public sealed class ActivationModule : nn.Module<Tensor, Tensor>
{
    private readonly FixedPlan _plan;
    private readonly string[] _learns = [];
    private readonly long _channels = 1;

    /// <summary>Makes a module of a function whose parameters stay as they are.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="keep">What the backward pass keeps; null for what is smallest, as said above.</param>
    /// <exception cref="ArgumentException">The derivative cannot be told from <paramref name="keep"/>.</exception>
    /// <exception cref="NativeLoadException">libtorch cannot be loaded.</exception>
    public ActivationModule(Activation activation, Kept? keep = null) : base(NameOf(activation))
    {
        Activation = activation;
        _plan = new FixedPlan(activation, keep ?? FixedPlan.LeastOf(activation));
        if (activation.CanKeep(Keeps)) return;
        string[] can = [.. Enum.GetValues<Kept>().Where(activation.CanKeep).Select(kept => kept.ToString())];
        throw new ArgumentException($"The derivative of {activation} cannot be told from {Keeps}; from {string.Join(", ", can)} it can.", nameof(keep));
    }

    /// <summary>Makes a module of a function with learnt parameters, which begin at the function's; the input is kept.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="learn">The names of parameters that are <see cref="FunctionParameter.Learnable"/>.</param>
    /// <param name="numParameters">
    /// PyTorch's num_parameters: 1, or the number of channels, the second axis of the input, each of which then learns its own.
    /// </param>
    /// <exception cref="ArgumentException">A parameter cannot be learnt, or is named twice.</exception>
    /// <exception cref="NativeLoadException">libtorch cannot be loaded.</exception>
    public ActivationModule(Activation activation, IReadOnlyList<string> learn, int numParameters = 1)
        : this(activation, learn, name => Fresh(activation[name], numParameters)) => _channels = numParameters;

    /// <summary>The same with parameters, one number each, that live elsewhere.</summary>
    internal ActivationModule(Activation activation, IReadOnlyList<string> learn, Func<string, Parameter> parameter) : this(activation, Kept.Input)
    {
        ArgumentNullException.ThrowIfNull(learn);
        string[] learnable = [.. activation.Parameters.Where(p => p.Learnable).Select(p => p.Name)];
        if (learn.Count == 0 || learn.Distinct().Count() < learn.Count || learn.Any(name => !learnable.Contains(name)))
            throw new ArgumentException(
                $"{activation.Name} cannot learn '{string.Join(", ", learn)}'; "
                + (learnable.Length == 0 ? "it has no learnable parameter." : $"it can learn {string.Join(" and ", learnable)}."), nameof(learn));
        _learns = [.. learn];
        foreach (string name in learn) register_parameter(name, parameter(name));
    }

    /// <summary>The function; where parameters are learnt, as it was at the start.</summary>
    public Activation Activation { get; }

    /// <summary>The names of the learnt parameters.</summary>
    public IReadOnlyList<string> Learns => _learns;

    /// <summary>What the backward pass keeps.</summary>
    public Kept Keeps => _plan.Keeps;

    /// <summary>Throws what went wrong in the last backward pass on this thread, if anything did.</summary>
    public static void ThrowIfBackwardFailed() => BackwardErrors.ThrowIfAny();

    /// <summary>f(x), element by element.</summary>
    /// <exception cref="NotSupportedException">The tensor is not float32 or float64 on the CPU.</exception>
    /// <exception cref="ArgumentException">The second axis has not as many channels as there are parameters.</exception>
    /// <exception cref="InvalidOperationException">The training took a parameter out of its range.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        BackwardErrors.ThrowIfAny();
        TensorSpans.Require(input, Activation.Name);
        if (_channels > 1 && (input.dim() < 2 || input.size(1) != _channels))
            throw new ArgumentException(
                $"{Activation.Name} has a parameter for each of {_channels} channels, but received [{string.Join(", ", input.shape)}]; "
                + "the second axis holds the channels.", nameof(input));
        if (!input.is_contiguous())
        {
            using Tensor packed = input.contiguous();
            return Run(packed);
        }

        return Run(input);
    }

    private Tensor Run(Tensor x)
    {
        // TorchSharp leaves handles of what it wraps to the garbage collector; the scope frees them now.
        using var scope = NewDisposeScope();
        Parameter[] parameters = Array.ConvertAll(_learns, name => get_parameter(name)!);
        ActivationPlan plan = parameters.Length == 0
            ? _plan
            : new LearnedPlan(LearnedPlan.Functions(Activation, parameters, _learns), _learns, parameters[0].dtype);
        bool differentiates = is_grad_enabled() && (x.requires_grad || parameters.Any(parameter => parameter.requires_grad));
        Tensor y = differentiates ? ActivationFunction.apply([x, plan, .. parameters]) : plan.Forward(x.detach(), out _);
        return y.MoveToOuterDisposeScope();
    }

    private static Parameter Fresh(double value, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, "numParameters");
        return (Parameter)new Parameter(full(count, value)).DetachFromDisposeScope();
    }

    // The native library is needed by the base constructor already.
    private static string NameOf(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        NativeLoader.EnsureLoaded();
        return activation.Name;
    }
}
