using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Hillock.Bench.Functions.Peers;

/// <summary>
/// libtorch: its operators with a preallocated result where it has them and exports them, else TorchSharp's functions, and the backward
/// pass of its automatic differentiation.
/// </summary>
internal sealed class TorchPeer : IPeer
{
    private const double SeluAlpha = 1.6732632423543772848170429916717, SeluScale = 1.0507009873554804934193349852946;

    // The mean of PyTorch's lower and upper slope, which rrelu uses outside of training.
    private const double RReluSlope = (1.0 / 8 + 1.0 / 3) / 2;

    private static readonly Dictionary<string, Function> Functions = new()
    {
        // relu is clamp_min(0) inside libtorch, and its own out= form copies a new result.
        ["relu"] = new(x => functional.relu(x), w => TorchOperator.Bind("clamp_min_out", w.X, 0.0, w.Result),
            w => TorchOperator.Bind("threshold_backward_grad_input", w.Dy, w.Keep(w.X.relu()), 0.0, w.Result)),
        ["leaky_relu"] = LeakyRelu(0.01),
        ["rrelu"] = LeakyRelu(RReluSlope),
        ["prelu"] = new(x =>
        {
            using Tensor slope = torch.tensor(0.25f);
            return functional.prelu(x, slope);
        }),
        ["relu6"] = HardTanh(0, 6),
        ["hard_tanh"] = HardTanh(-1, 1),
        ["threshold"] = Threshold(0),
        ["thresholded_relu"] = Threshold(1),
        ["hard_shrink"] = HardShrink(),
        ["shrink"] = HardShrink(),
        ["soft_shrink"] = new(x => functional.softshrink(x), w => TorchOperator.Bind("softshrink_out", w.X, 0.5, w.Result),
            w => TorchOperator.Bind("softshrink_backward_grad_input", w.Dy, w.X, 0.5, w.Result)),
        ["hard_sigmoid"] = new(x => functional.hardsigmoid(x), w => TorchOperator.Bind("hardsigmoid_out", w.X, w.Result),
            w => TorchOperator.Bind("hardsigmoid_backward_grad_input", w.Dy, w.X, w.Result)),
        ["hard_swish"] = new(x => functional.hardswish(x), w => TorchOperator.Bind("hardswish_out", w.X, w.Result)),
        ["softsign"] = new(x => functional.softsign(x)),
        ["sigmoid"] = FromOutput(sigmoid, "sigmoid_out", "sigmoid_backward_grad_input"),
        // Both keep e^(−|x|) beside the result.
        ["log_sigmoid"] = new(x => functional.logsigmoid(x), w => TorchOperator.Bind("log_sigmoid_out", w.X, w.Result),
            w => TorchOperator.Bind("log_sigmoid_backward_grad_input", w.Dy, w.X, w.Keep(w.X.abs().neg_().exp_()), w.Result))
        {
            ForwardNote = "allocates its buffer",
        },
        ["silu"] = new(x => functional.silu(x), w => TorchOperator.Bind("silu_out", w.X, w.Result),
            w => TorchOperator.Bind("silu_backward_grad_input", w.Dy, w.X, w.Result)),
        ["tanh"] = FromOutput(tanh, "tanh_out", "tanh_backward_grad_input"),
        ["tanh_shrink"] = new(x => functional.tanhshrink(x)),
        ["softplus"] = new(x => functional.softplus(x), w => TorchOperator.Bind("softplus_out", w.X, 1.0, 20.0, w.Result),
            w => TorchOperator.Bind("softplus_backward_grad_input", w.Dy, w.X, 1.0, 20.0, w.Result)),
        ["mish"] = new(x => functional.mish(x), w => TorchOperator.Bind("mish_out", w.X, w.Result)),
        ["gelu"] = new(functional.gelu, w => TorchOperator.Bind("gelu_out", w.X, "none", w.Result),
            w => TorchOperator.Bind("gelu_backward_grad_input", w.Dy, w.X, "none", w.Result)),
        ["gelu_tanh"] = new(x => functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
            w => TorchOperator.Bind("gelu_out", w.X, "tanh", w.Result),
            w => TorchOperator.Bind("gelu_backward_grad_input", w.Dy, w.X, "tanh", w.Result)),
        ["elu"] = Elu(x => functional.elu(x, 1), 1, 1),
        ["celu"] = Elu(x => functional.celu(x, 1), 1, 1),
        ["selu"] = Elu(x => functional.selu(x), SeluAlpha, SeluScale),
        ["exponential"] = FromOutput(exp, "exp_out", "mul_out"),
        ["binary_step"] = new(x => heaviside(x, ones(1)), w => TorchOperator.Bind("heaviside_out", w.X, ones(1), w.Result)) { HasDerivative = false },
        ["abs"] = new(abs, w => TorchOperator.Bind("abs_out", w.X, w.Result)),
    };

    public string Name => "libtorch";

    public string Version => $"{torch.__version__} (TorchSharp {PackageVersion.Of(typeof(torch).Assembly)})";

    /// <summary>Whether its backward pass takes the output of the forward pass.</summary>
    public static bool TakesOutput(string function) => Functions.GetValueOrDefault(function)?.BackwardFromOutput is not null;

    public Call? Create(Cell cell, Workspace workspace)
    {
        if (!Functions.TryGetValue(cell.Activation.Name, out Function? function)) return null;
        if (!cell.IsForward && !function.HasDerivative) return null;
        torch.set_num_threads(cell.Threads);
        (Func<Workspace, TorchOperator?>? bind, string? note) = cell.Direction switch
        {
            Direction.Forward => (function.Forward, function.ForwardNote),
            Direction.Backward => (function.Backward, function.BackwardNote),
            _ => (function.BackwardFromOutput, null),
        };
        if (bind?.Invoke(workspace) is { } operation) return new(Name, operation.Repeat) { Owned = [operation], Note = note };
        return cell.Direction switch
        {
            Direction.Forward => Allocating(function, workspace),
            Direction.Backward => Automatic(function, workspace),
            _ => null,
        };
    }

    public void Dispose()
    {
    }

    private Call Allocating(Function function, Workspace workspace) => new(Name, times =>
    {
        using IDisposable mode = inference_mode(true);
        for (int i = 0; i < times; i++) function.Value(workspace.X).Dispose();
    })
    {
        Note = "allocates its result",
        Store = () =>
        {
            using Tensor y = function.Value(workspace.X);
            workspace.Result.copy_(y);
        },
    };

    // The graph is built once and kept; what is timed is the pass through it alone.
    private Call Automatic(Function function, Workspace workspace)
    {
        Tensor x = workspace.X.detach().requires_grad_(true);
        Tensor y = function.Value(x);
        Tensor[] outputs = [y], inputs = [x], gradients = [workspace.Dy];
        return new(Name, times =>
        {
            for (int i = 0; i < times; i++)
                foreach (Tensor gradient in autograd.grad(outputs, inputs, gradients, retain_graph: true)) gradient.Dispose();
        })
        {
            Note = "backward() of its automatic differentiation, which allocates its result",
            Owned = [y, x],
            Store = () =>
            {
                using Tensor gradient = autograd.grad(outputs, inputs, gradients, retain_graph: true)[0];
                workspace.Result.copy_(gradient);
            },
        };
    }

    // Its backward pass has the output only; from the input it is the forward pass once more, and then that.
    private static Function FromOutput(Func<Tensor, Tensor> value, string forward, string backward) => new(value,
        w => TorchOperator.Bind(forward, w.X, w.Result),
        w => TorchOperator.Bind(forward, w.X, w.Kept)?.Then(TorchOperator.Bind(backward, w.Dy, w.Kept, w.Result)))
    {
        BackwardNote = "its forward pass once more and its backward pass, which takes the output",
        BackwardFromOutput = w => TorchOperator.Bind(backward, w.Dy, w.Keep(value(w.X)), w.Result),
    };

    private static Function LeakyRelu(double slope) => new(x => functional.leaky_relu(x, slope),
        w => TorchOperator.Bind("leaky_relu_out", w.X, slope, w.Result),
        w => TorchOperator.Bind("leaky_relu_backward_grad_input", w.Dy, w.X, slope, false, w.Result));

    // TorchSharp's own hardtanh returns its input.
    private static Function HardTanh(double low, double high) => new(x => x.clamp(low, high),
        w => TorchOperator.Bind("hardtanh_out", w.X, low, high, w.Result),
        w => TorchOperator.Bind("hardtanh_backward_grad_input", w.Dy, w.X, low, high, w.Result));

    private static Function Threshold(double at) => new(x => functional.threshold(x, at, 0),
        w => TorchOperator.Bind("threshold_out", w.X, at, 0.0, w.Result),
        w => TorchOperator.Bind("threshold_backward_grad_input", w.Dy, w.X, at, w.Result));

    private static Function HardShrink() => new(x => functional.hardshrink(x, 0.5),
        w => TorchOperator.Bind("hardshrink_out", w.X, 0.5, w.Result),
        w => TorchOperator.Bind("hardshrink_backward_grad_input", w.Dy, w.X, 0.5, w.Result));

    private static Function Elu(Func<Tensor, Tensor> value, double alpha, double scale) => new(value,
        w => TorchOperator.Bind("elu_out", w.X, alpha, scale, 1.0, w.Result),
        w => TorchOperator.Bind("elu_backward_grad_input", w.Dy, alpha, scale, 1.0, false, w.X, w.Result));

    /// <param name="Value">TorchSharp's function.</param>
    /// <param name="Forward">libtorch's operator into a preallocated result.</param>
    /// <param name="Backward">The same for the derivative.</param>
    private sealed record Function(
        Func<Tensor, Tensor> Value, Func<Workspace, TorchOperator?>? Forward = null, Func<Workspace, TorchOperator?>? Backward = null)
    {
        public string? ForwardNote { get; init; }

        public string? BackwardNote { get; init; }

        /// <summary>The derivative from y, where there is an operator for that.</summary>
        public Func<Workspace, TorchOperator?>? BackwardFromOutput { get; init; }

        public bool HasDerivative { get; init; } = true;
    }
}
