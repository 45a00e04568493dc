using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

/// <summary>What modules keep for the backward pass, and that the gradient is the same for it.</summary>
public sealed class KeptTests
{
    public static TheoryData<string> Functions =>
    [
        .. Activation.All.Select(activation => activation.Name), "leaky_relu(slope=-0.5)", "leaky_relu(slope=1)", "threshold(value=3)",
        "shrink(bias=0.2)", "squareplus(b=0)", "torch:softplus", "jax:hard_tanh", "onnx:hard_sigmoid",
    ];

    public static TheoryData<string, Kept> Choices =>
        [.. Functions.SelectMany(row => Enum.GetValues<Kept>().Where(Activation.Parse(row.Data).CanKeep).Select(kept => (row.Data, kept)))];

    [Theory]
    [InlineData("identity", Kept.Nothing), InlineData("binary_step", Kept.Nothing)]
    [InlineData("relu", Kept.Output), InlineData("leaky_relu", Kept.Output), InlineData("hard_tanh", Kept.Output), InlineData("softplus", Kept.Output)]
    [InlineData("log_sigmoid", Kept.Output), InlineData("exponential", Kept.Output)]
    [InlineData("leaky_relu(slope=-0.5)", Kept.Bits), InlineData("hard_sigmoid", Kept.Bits), InlineData("abs", Kept.Bits)]
    [InlineData("gelu", Kept.Input), InlineData("tanh", Kept.Input), InlineData("squareplus", Kept.Input)]
    public void A_module_keeps_the_smallest(string text, Kept kept)
    {
        using ActivationModule module = new(Activation.Parse(text));
        Assert.Equal(kept, module.Keeps);
    }

    [Theory, MemberData(nameof(Choices))]
    public void The_gradient_is_that_from_the_input(string text, Kept kept)
    {
        using var scope = NewDisposeScope();
        Activation activation = Activation.Parse(text);
        using ActivationModule module = new(activation, kept);
        float[] x = [.. Enumerable.Range(0, 70_001).Select(i => (i % 7001 - 3500) / 437.5f)], dy = [.. x.Select((_, i) => (i % 13 - 6) * 0.37f)];
        float[] expected = new float[x.Length], derivative = new float[x.Length], ones = new float[x.Length], y = new float[x.Length];
        activation.Forward(x, y);
        activation.Backward(x, dy, expected);
        (Tensor value, Tensor gradient) = Run(module, tensor(x), tensor(dy));
        Assert.Equal(y, value.data<float>().ToArray());
        float[] dx = gradient.data<float>().ToArray();
        bool told = kept != Kept.Output || activation.CanKeep(Kept.Bits);
        for (int i = 0; i < x.Length; i++)
        {
            // What the output tells is at most one float apart, and so may be the products.
            double allowed = told ? 0 : activation.OutputError == 0 ? 3 * Math.ScaleB(Math.Abs(expected[i]), -23) : Math.Abs(dy[i]) * activation.OutputError!.Value + Math.ScaleB(Math.Abs(expected[i]), -23);
            if (!(Math.Abs((double)dx[i] - expected[i]) <= allowed)) Assert.Fail($"{text} from {kept} at {x[i]}: {dx[i]:R}, not {expected[i]:R}");
        }

        // Doubles, and a tensor without elements.
        (_, Tensor wide) = Run(module, tensor(x).to(ScalarType.Float64), tensor(dy).to(ScalarType.Float64));
        Assert.True(wide.to(ScalarType.Float32).allclose(tensor(expected), 1e-6, 1e-6));
        Assert.Equal([0, 3], Run(module, zeros(0, 3), zeros(0, 3)).Gradient.shape);
    }

    [Theory]
    [InlineData("hard_sigmoid"), InlineData("leaky_relu(slope=-0.5)"), InlineData("abs"), InlineData("relu")]
    public void NaN_in_gives_a_NaN_gradient_where_a_bit_cannot_tell_it(string text)
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse(text), Kept.Bits);
        float[] x = [.. Enumerable.Range(0, 100).Select(i => (i - 50) / 10f)];
        x[17] = float.NaN;
        float[] expected = new float[100], dy = [.. Enumerable.Repeat(2f, 100)];
        Activation.Parse(text).Backward(x, dy, expected);
        Assert.Equal(expected, Run(module, tensor(x), tensor(dy)).Gradient.data<float>().ToArray());
        Assert.True(float.IsNaN(expected[17]));
    }

    [Fact]
    public void What_does_not_tell_the_derivative_is_refused()
    {
        Assert.Contains("Input", Assert.Throws<ArgumentException>(() => new ActivationModule(Activation.Parse("gelu"), Kept.Output)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ActivationModule(Activation.Parse("relu"), Kept.Nothing));
        Assert.Throws<ArgumentException>(() => new ActivationModule(Activation.Parse("tanh"), Kept.Bits));
    }

    // libtorch in double, rounded once, is the reference; where it is wrong itself (diagnosed in docs/accuracy.md) it is no reference.
    [Theory]
    [InlineData("relu"), InlineData("leaky_relu"), InlineData("relu6"), InlineData("sigmoid"), InlineData("tanh"), InlineData("elu")]
    [InlineData("selu"), InlineData("celu"), InlineData("softsign"), InlineData("silu"), InlineData("gelu"), InlineData("mish"), InlineData("exponential")]
    public void Gradients_are_within_one_ulp_of_libtorch_in_double(string name)
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse(name));
        // Where libtorch's double forms cancel (1 − y²) they still have 40 good digits of a float's 24.
        Tensor x = linspace(-6, 6, 40_001), ones = ones_like(x);
        float[] dx = Run(module, x, ones).Gradient.data<float>().ToArray();
        double[] expected = Run(ActivationModuleTests.NativeOf(name), x.to(ScalarType.Float64), ones.to(ScalarType.Float64)).Gradient.data<double>().ToArray();
        float[] at = x.data<float>().ToArray();
        IReadOnlyList<double> roots = Activation.Parse(name).Facts.TurningPoints;
        for (int i = 0; i < dx.Length; i++)
        {
            double error = Math.Abs(dx[i] - expected[i]), ulp = Math.ScaleB(1, Math.Max(Math.ILogB(expected[i]), -126) - 23);
            bool nearRoot = roots.Any(root => Math.Abs(at[i] - root) < 0.3 * Math.Abs(root));
            if (!(error <= ulp || nearRoot && error <= Math.ScaleB(1, -27)))
                Assert.Fail($"{name} at {at[i]:R}: {dx[i]:R}, not {expected[i]:R}: {error / ulp:F3} ulp");
        }
    }

    private static (Tensor Value, Tensor Gradient) Run(nn.Module<Tensor, Tensor> module, Tensor x, Tensor dy) => Run(module.call, x, dy);

    private static (Tensor Value, Tensor Gradient) Run(Func<Tensor, Tensor> function, Tensor x, Tensor dy)
    {
        Tensor leaf = x.detach().clone().requires_grad_(), y = function(leaf);
        y.backward([dy]);
        ActivationModule.ThrowIfBackwardFailed();
        return (y.detach(), leaf.grad!);
    }
}
