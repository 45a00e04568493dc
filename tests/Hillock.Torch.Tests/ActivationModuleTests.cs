using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

public sealed class ActivationModuleTests
{
    // libtorch's own functions, as an oracle that is not our code.
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Native = new()
    {
        ["identity"] = x => x.alias(),
        ["sigmoid"] = x => x.sigmoid(),
        ["tanh"] = x => x.tanh(),
        ["relu"] = x => x.relu(),
        ["leaky_relu"] = x => x.leaky_relu(0.01),
        ["elu"] = x => nn.functional.elu(x, 1),
        ["celu"] = x => nn.functional.celu(x, 1),
        ["selu"] = x => nn.functional.selu(x),
        ["softplus"] = x => nn.functional.softplus(x),
        ["exponential"] = x => x.exp(),
        ["relu6"] = x => nn.functional.relu6(x),
        ["silu"] = x => nn.functional.silu(x),
        ["mish"] = x => nn.functional.mish(x),
        ["gelu"] = x => nn.functional.gelu(x),
        ["hard_sigmoid"] = x => nn.functional.hardsigmoid(x),
        ["hard_swish"] = x => nn.functional.hardswish(x),
        ["softsign"] = x => nn.functional.softsign(x),
        ["log_sigmoid"] = x => nn.functional.logsigmoid(x),
        ["tanh_shrink"] = x => nn.functional.tanhshrink(x),
    };

    public static TheoryData<string> Functions => [.. Activation.All.Select(activation => activation.Name)];

    public static TheoryData<string> NativeFunctions => [.. Activation.All.Select(activation => activation.Name).Where(Native.ContainsKey)];

    [Theory]
    [MemberData(nameof(NativeFunctions))]
    public void Value_and_gradient_are_those_of_libtorch(string name)
    {
        using var scope = NewDisposeScope();
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            // libtorch's hard_sigmoid has 1/6 rounded to float in its backward pass, for doubles too.
            double tolerance = type == ScalarType.Float32 ? 1e-5 : name == "hard_sigmoid" ? 1e-8 : 1e-9;
            Tensor x = linspace(-6, 6, 997).to(type), weights = linspace(0.5, 1.5, 997).to(type);
            (Tensor y, Tensor dx) = Run(new ActivationModule(Activation.Parse(name)).call, x, weights);
            (Tensor expected, Tensor expectedGradient) = Run(Native[name], x, weights);

            Assert.Equal(type, y.dtype);
            Assert.True(y.allclose(expected, tolerance, tolerance), $"{type}: the values differ by up to {(y - expected).abs().max().item<double>(type)}");
            Assert.True(dx.allclose(expectedGradient, tolerance, tolerance), $"{type}: the gradients differ by up to {(dx - expectedGradient).abs().max().item<double>(type)}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_gradient_is_the_slope_of_finite_differences(string name)
    {
        const double Step = 1e-5;
        using var scope = NewDisposeScope();
        Activation activation = Activation.Parse(name);
        using ActivationModule module = new(activation);
        double[] points = [.. Enumerable.Range(-40, 81).Select(i => 0.1 * i + 0.0137).Where(p => activation.Facts.Kinks.All(kink => Math.Abs(kink - p) > 2 * Step))];
        Tensor x = tensor(points, requires_grad: true);
        module.call(x).sum().backward();
        double[] slopes = [.. x.grad!.data<double>()];
        for (int i = 0; i < points.Length; i++)
        {
            double expected = (activation.Value(points[i] + Step) - activation.Value(points[i] - Step)) / (2 * Step);
            Assert.Equal(expected, slopes[i], 1e-5 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    [InlineData("identity")]
    public void Shapes_that_are_empty_strided_or_without_axes_pass_both_ways(string name)
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse(name));
        foreach (Tensor x in new[] { zeros(0, 5), zeros(3, 0), tensor(0.5f), randn(4, 6).t(), randn(3, 4, 5, 6)[TensorIndex.Ellipsis, TensorIndex.Slice(0, 6, 2)] })
        {
            Tensor leaf = x.detach().clone().requires_grad_();
            Tensor strided = x.is_contiguous() ? leaf : leaf.transpose(0, -1).contiguous().transpose(0, -1);
            Assert.Equal(x.is_contiguous(), strided.is_contiguous());
            Tensor y = module.call(strided);
            // The gradient of a sum is one number expanded: not contiguous.
            y.sum().backward();
            Assert.Equal(x.shape, y.shape);
            Assert.Equal(x.shape, leaf.grad!.shape);
        }
    }

    [Fact]
    public void Where_no_gradient_is_wanted_no_graph_is_built()
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse("tanh"));
        Tensor x = randn(4, 4).requires_grad_();
        using (no_grad()) Assert.False(module.call(x).requires_grad);
        Assert.False(module.call(x.detach()).requires_grad);
        Assert.True(module.call(x).requires_grad);
    }

    [Fact]
    public void Other_types_are_refused_with_the_remedy()
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse("relu"));
        foreach (ScalarType type in new[] { ScalarType.Int64, ScalarType.Float16, ScalarType.Bool })
        {
            NotSupportedException error = Assert.Throws<NotSupportedException>(() => module.call(zeros(3, type)));
            Assert.Contains(type.ToString(), error.Message, StringComparison.Ordinal);
            Assert.Contains(".to(torch.float32", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_error_in_the_backward_pass_makes_the_gradient_NaN_and_is_thrown_afterwards()
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse("sigmoid"));
        Tensor leaf = randn(5).requires_grad_(), x = leaf * 2, y = module.call(x);
        // What the backward pass needs is overwritten, which libtorch notices when it is asked for it.
        x.mul_(3);
        y.sum().backward();

        Assert.True(leaf.grad!.isnan().all().item<bool>());
        Assert.ThrowsAny<Exception>(ActivationModule.ThrowIfBackwardFailed);
        ActivationModule.ThrowIfBackwardFailed();
    }

    [Fact]
    public void A_second_derivative_is_refused_rather_than_wrong()
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse("sigmoid"));
        Tensor leaf = randn(5).requires_grad_();
        Tensor gradient = autograd.grad([module.call(leaf).sum()], [leaf], create_graph: true)[0];
        Assert.True(gradient.isnan().all().item<bool>());
        Assert.Contains("second derivatives", Assert.Throws<NotSupportedException>(ActivationModule.ThrowIfBackwardFailed).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("leaky_relu")]
    [InlineData("leaky_relu(slope=-0.5)")]
    public void A_training_with_our_module_has_the_bits_of_one_with_the_native_module(string name)
    {
        Activation activation = Activation.Parse(name);
        Func<nn.Module<Tensor, Tensor>> native = name == "relu" ? () => nn.ReLU() : () => nn.LeakyReLU(activation["slope"]);
        Assert.Equal(Trainings.Weights(native, 50), Trainings.Weights(() => new ActivationModule(activation), 50));
    }

    [Fact]
    public void Ten_thousand_calls_leave_no_tensor_behind()
    {
        using ActivationModule module = new(Activation.Parse("relu")), smooth = new(Activation.Parse("tanh"));
        using Tensor leaf = randn(8, 8).requires_grad_();
        Call();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount, memory = Environment.WorkingSet;
        for (int i = 0; i < 10_000; i++) Call();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(Environment.WorkingSet - memory < 50_000_000, $"the process grew by {Environment.WorkingSet - memory:N0} bytes");

        void Call()
        {
            using var scope = NewDisposeScope();
            smooth.call(module.call(leaf)).sum().backward();
        }
    }

    internal static Func<Tensor, Tensor> NativeOf(string name) => Native[name];

    private static (Tensor Value, Tensor Gradient) Run(Func<Tensor, Tensor> function, Tensor x, Tensor weights)
    {
        Tensor leaf = x.detach().clone().requires_grad_();
        Tensor y = function(leaf);
        (y * weights).sum().backward();
        return (y.detach(), leaf.grad!);
    }
}

file static class Reading
{
    public static double item<T>(this Tensor tensor, ScalarType type) => type == ScalarType.Float32 ? tensor.item<float>() : tensor.item<double>();
}
