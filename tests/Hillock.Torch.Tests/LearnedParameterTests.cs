using Hillock.Torch.Monitoring;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

/// <summary>Parameters that a module learns: their gradients, their channels, their place in state_dict.</summary>
public sealed class LearnedParameterTests
{
    public static TheoryData<string, string> Cases =>
        [.. Activation.All.SelectMany(f => f.Parameters.Where(p => p.Learnable).Select(p => (f.Name, p.Name)))];

    [Theory]
    [InlineData(1, new long[] { 7, 5 }), InlineData(5, new long[] { 7, 5 }), InlineData(1, new long[] { 11 })]
    [InlineData(3, new long[] { 4, 3, 2, 5 }), InlineData(3, new long[] { 4, 3, 9, 10 }), InlineData(1, new long[] { 4, 3, 9, 10 })]
    public void Prelu_gives_values_and_gradients_of_libtorch(int channels, long[] shape)
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(3);
        using ActivationModule ours = new(Activation.Parse("prelu"), ["slope"], channels);
        using PReLU native = nn.PReLU(channels);
        float[] slopes = [.. Enumerable.Range(0, channels).Select(c => 0.3f * c - 0.4f)];
        using (no_grad())
        {
            ours.get_parameter("slope")!.copy_(tensor(slopes));
            native.weight!.copy_(tensor(slopes));
        }

        Tensor x = randn(shape, generator: generator), dy = randn(shape, generator: generator);
        (Tensor y, Tensor dx) = Run(ours, x, dy);
        (Tensor expectedY, Tensor expectedDx) = Run(native, x, dy);
        Assert.True(y.equal(expectedY).all().item<bool>());
        Assert.True(dx.equal(expectedDx).all().item<bool>());
        Assert.True(ours.get_parameter("slope")!.grad!.allclose(native.weight!.grad!, 1e-5, 1e-5));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_is_the_slope_of_finite_differences(string name, string parameter)
    {
        const double Step = 1e-5;
        using var scope = NewDisposeScope();
        Activation activation = Activation.Parse(name);
        using ActivationModule module = new(activation, [parameter], 3);
        module.to(ScalarType.Float64);
        double[] values = [.. Enumerable.Range(0, 3).Select(c => activation[parameter] * (0.7 + 0.2 * c))];
        using (no_grad()) module.get_parameter(parameter)!.copy_(tensor(values));
        double[] x = [.. Enumerable.Range(0, 600).Select(i => (i * 37 % 601 - 300) / 71.0)], dy = [.. x.Select((_, i) => i % 9 * 0.2 - 0.7)];
        (_, Tensor dx) = Run(module, tensor(x).reshape(2, 3, 100), tensor(dy).reshape(2, 3, 100));
        double[] gradient = module.get_parameter(parameter)!.grad!.data<double>().ToArray(), inner = dx.data<double>().ToArray();
        for (int channel = 0; channel < 3; channel++)
        {
            Activation at = activation.With(parameter, values[channel]);
            Activation above = activation.With(parameter, values[channel] + Step), below = activation.With(parameter, values[channel] - Step);
            double slope = 0;
            foreach (int i in Enumerable.Range(0, 600).Where(i => i / 100 % 3 == channel))
            {
                slope += dy[i] * (above.Value(x[i]) - below.Value(x[i])) / (2 * Step);
                Assert.Equal(dy[i] * at.Derivative(x[i]), inner[i]);
            }

            Assert.Equal(slope, gradient[channel], 1e-5 * (1 + Math.Abs(slope)));
        }
    }

    [Fact]
    public void Two_parameters_are_learnt_at_once()
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse("scaled_tanh(a=1, b=0.5)"), ["a", "b"]);
        float[] x = [.. Enumerable.Range(0, 50).Select(i => (i - 25) / 9f)];
        Run(module, tensor(x), ones(50));
        double a = x.Sum(v => Math.Tanh(0.5 * v)), b = x.Sum(v => v / Math.Pow(Math.Cosh(0.5 * v), 2));
        Assert.Equal(a, module.get_parameter("a")!.grad!.item<float>(), 1e-5);
        Assert.Equal(b, module.get_parameter("b")!.grad!.item<float>(), 1e-4);
    }

    [Fact]
    public void Training_finds_the_slope_and_beta_that_made_the_data()
    {
        using Generator generator = new(5);
        using Tensor x = randn([256, 2], generator: generator);
        foreach ((string name, string parameter, double[] truth) in new[] { ("prelu", "slope", new[] { 0.6, -0.3 }), ("silu", "beta", new[] { 2.5, 0.4 }) })
        {
            using var scope = NewDisposeScope();
            using ActivationModule module = new(Activation.Parse(name), [parameter], 2);
            double[] inputs = x.to(ScalarType.Float64).data<double>().ToArray();
            Tensor target = tensor(inputs.Select((v, i) => (float)Activation.Parse(name).With(parameter, truth[i % 2]).Value(v)).ToArray()).reshape(256, 2);
            using optim.Optimizer optimizer = optim.Adam(module.parameters(), 0.05);
            for (int step = 0; step < 400; step++)
            {
                using var inner = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.mse_loss(module.call(x), target).backward();
                optimizer.step();
            }

            float[] found = module.get_parameter(parameter)!.data<float>().ToArray();
            for (int c = 0; c < 2; c++) Assert.Equal(truth[c], found[c], 0.01);
        }
    }

    [Fact]
    public void Parameters_stand_in_state_dict_under_their_names_and_can_be_loaded()
    {
        using var scope = NewDisposeScope();
        using Sequential model = nn.Sequential(("fc", nn.Linear(4, 3)), ("act", new ActivationModule(Activation.Parse("silu(beta=1.5)"), ["beta"], 3)));
        Assert.Equal(["fc.weight", "fc.bias", "act.beta"], model.state_dict().Keys);
        Assert.Equal(1.5f, model.state_dict()["act.beta"][1].item<float>());
        using (no_grad()) model.get_parameter("act.beta")!.copy_(tensor([1f, 2f, 3f]));
        using MemoryStream stream = new();
        model.save(stream);
        using Sequential copy = nn.Sequential(("fc", nn.Linear(4, 3)), ("act", new ActivationModule(Activation.Parse("silu(beta=1.5)"), ["beta"], 3)));
        copy.load(new MemoryStream(stream.ToArray()));
        Tensor x = linspace(-3, 3, 8).reshape(2, 4);
        Assert.True(model.call(x).equal(copy.call(x)).all().item<bool>());
        Assert.Equal(3f, copy.get_parameter("act.beta")![2].item<float>());
    }

    [Fact]
    public void What_cannot_be_learnt_and_shapes_without_the_channels_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("no learnable", Assert.Throws<ArgumentException>(() => new ActivationModule(Activation.Parse("relu"), ["slope"])).Message, StringComparison.Ordinal);
        Assert.Contains("slope", Assert.Throws<ArgumentException>(() => new ActivationModule(Activation.Parse("prelu"), ["beta"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ActivationModule(Activation.Parse("prelu"), ["slope", "slope"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivationModule(Activation.Parse("prelu"), ["slope"], 0));
        using ActivationModule module = new(Activation.Parse("prelu"), ["slope"], 3);
        foreach (Tensor x in new[] { zeros(3), zeros(3, 4), zeros(4, 3, 2).transpose(0, 1) })
            Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => module.call(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_left_its_range_is_named_with_the_remedy()
    {
        using var scope = NewDisposeScope();
        using ActivationModule module = new(Activation.Parse("isru"), ["alpha"]);
        using (no_grad()) module.get_parameter("alpha")!.fill_(-0.5f);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => module.call(zeros(3)));
        Assert.Contains("alpha", error.Message, StringComparison.Ordinal);
        Assert.Contains("-0.5", error.Message, StringComparison.Ordinal);
        Assert.Contains("clamp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_monitor_is_told_why_a_learnt_function_cannot_be_watched()
    {
        using ActivationModule module = new(Activation.Parse("scaled_tanh"), ["a", "b"]);
        Assert.Null(KnownActivations.Of(module, out string? refusal));
        Assert.Contains("a and b", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        using ActivationModule module = new(Activation.Parse("prelu"), ["slope"], 4);
        using Tensor x = ones(8, 4);
        Step();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 1000; i++) Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            module.call(x).sum().backward();
        }
    }

    private static (Tensor Value, Tensor Gradient) Run(nn.Module<Tensor, Tensor> module, Tensor x, Tensor dy)
    {
        Tensor leaf = x.detach().clone().requires_grad_(), y = module.call(leaf);
        y.backward([dy]);
        ActivationModule.ThrowIfBackwardFailed();
        return (y.detach(), leaf.grad!);
    }
}
