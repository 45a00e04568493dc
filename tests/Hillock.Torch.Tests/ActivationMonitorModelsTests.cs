using Hillock.Runs;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

/// <summary>Modules as users write them, awkward ones included.</summary>
public sealed class ActivationMonitorModelsTests
{
    [Fact]
    public void A_function_inside_forward_is_named_with_its_layer()
    {
        using Functional model = new();
        using ActivationMonitor monitor = Watch(model, randn(8, 6));
        string text = Assert.Single(monitor.Unwatched);
        Assert.StartsWith("first (Linear): no activation module received its output before second was called", text, StringComparison.Ordinal);
        Assert.Equal(["act"], monitor.Report().Select(layer => layer.Name));
    }

    [Fact]
    public void A_module_run_by_forward_is_named()
    {
        using Bypassing model = new();
        using ActivationMonitor monitor = Watch(model, randn(8, 6));
        Assert.Contains(monitor.Unwatched, text => text.StartsWith("act (ReLU): its hook never fired", StringComparison.Ordinal));
        Assert.Empty(monitor.Report());
    }

    [Fact]
    public void A_whole_module_run_by_forward_is_watched_through_its_parts()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        using Tensor x = randn(8, 6);
        for (int step = 0; step < 5; step++)
        {
            using var scope = NewDisposeScope();
            model.forward(x).sum().backward();
        }

        Assert.Equal((5, 5), (monitor.Steps, monitor.Looks));
        Assert.Equal([40, 40], monitor.Report().Select(layer => (int)layer.Samples));
        Assert.All(monitor.Report(), layer => Assert.True(layer.GradientGain > 0));
    }

    [Fact]
    public void A_module_that_serves_two_layers_is_two_layers()
    {
        using Shared model = new();
        using ActivationMonitor monitor = Watch(model, randn(8, 6));
        Assert.Equal([("act after first", 10), ("act after second", 5)], monitor.Report().Select(layer => (layer.Name, layer.Units)));
        Assert.Empty(monitor.Unwatched);
    }

    [Fact]
    public void A_layer_that_is_used_twice_counts_both_uses()
    {
        using Recurrent model = new();
        using ActivationMonitor monitor = Watch(model, randn(8, 6));
        Assert.Equal(16, Assert.Single(monitor.Report()).Samples);
    }

    [Fact]
    public void Channels_are_the_units_of_a_convolution_and_the_last_axis_those_of_a_linear_map()
    {
        using Sequential model = nn.Sequential(
            ("conv", nn.Conv2d(1, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("act1", nn.ReLU(inplace: true)), ("pool", nn.MaxPool2d(2)), ("flat", nn.Flatten()),
            ("fc", nn.Linear(36, 7)), ("act2", nn.Tanh()), ("out", nn.Linear(7, 3)));
        using ActivationMonitor monitor = Watch(model, randn(5, 1, 8, 8));
        Assert.Equal([("act1", 4, 5), ("act2", 7, 5)], monitor.Report().Select(layer => (layer.Name, layer.Units, (int)layer.Samples)));

        using Sequential words = nn.Sequential(("fc", nn.Linear(6, 9)), ("act", nn.GELU()), ("act2", nn.ELU(0.5)), ("out", nn.Linear(9, 2)));
        using ActivationMonitor other = Watch(words, randn(4, 11, 6));
        LayerRecord last = other.Report()[^1];
        Assert.Equal((9, 44), (last.Units, (int)last.Samples));
        Assert.Equal("elu(alpha=0.5)", last.Activation);

        using Sequential single = nn.Sequential(("conv", nn.Conv2d(1, 4, 3)), ("act", nn.ReLU()));
        using ActivationMonitor one = Watch(single, randn(1, 8, 8));
        Assert.Equal((4, 1), (one.Report()[0].Units, (int)one.Report()[0].Samples));
    }

    [Fact]
    public void Dead_channels_of_a_convolution_are_reported_and_no_others()
    {
        using Sequential model = nn.Sequential(("conv", nn.Conv2d(1, 6, 3)), ("act", nn.ReLU()), ("flat", nn.Flatten()), ("out", nn.Linear(6 * 36, 3)));
        using (no_grad())
        {
            ((Conv2d)model[0]).bias!.zero_();
            ((Conv2d)model[0]).bias![1] = -100;
            ((Conv2d)model[0]).bias![4] = -100;
        }

        using ActivationMonitor monitor = Watch(model, randn(250, 1, 8, 8));
        Assert.Equal([1, 4], monitor.Report()[0].Dead);
    }

    [Fact]
    public void Batches_of_one_and_layers_of_size_zero_do_no_harm()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = Watch(model, randn(1, 6));
        Assert.Equal([1, 1], monitor.Report().Select(layer => (int)layer.Samples));
        using ActivationMonitor vector = Watch(model, randn(6));
        Assert.Equal([1, 1], vector.Report().Select(layer => (int)layer.Samples));
        using Sequential empty = nn.Sequential(("act1", nn.ReLU()), ("act2", new ActivationModule(Activation.Parse("tanh"))));
        using ActivationMonitor nothing = Watch(empty, zeros(4, 0).requires_grad_());
        using ActivationMonitor none = Watch(empty, zeros(0, 4).requires_grad_());
        Assert.Empty(nothing.Report());
        Assert.Empty(none.Report());
        Assert.Empty(none.Diagnose());
    }

    [Fact]
    public void Strided_double_and_half_tensors_are_watched_and_integers_are_named()
    {
        using Sequential model = nn.Sequential(("act", nn.ReLU()));
        foreach (Tensor x in new[] { randn(6, 4).t(), randn(4, 6).to(ScalarType.Float64), randn(4, 6).to(ScalarType.BFloat16), randn(4, 6).to(ScalarType.Float16) })
        {
            using ActivationMonitor monitor = Watch(model, x.detach().requires_grad_());
            LayerRecord layer = Assert.Single(monitor.Report());
            Assert.Equal((6, 4), (layer.Units, (int)layer.Samples));
            Assert.NotNull(layer.GradientRms);
        }

        using ActivationMonitor integers = ActivationMonitor.Attach(model);
        using (Tensor x = arange(6), y = model.call(x)) { }
        Assert.Contains("Int64", Assert.Single(integers.Unwatched), StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_with_several_tensors_and_functions_that_nobody_knows_are_named()
    {
        using Sequential model = nn.Sequential(("fc", nn.Linear(6, 4)), ("soft", nn.PReLU(1)), ("hard", nn.Hardtanh()));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model);
        Assert.Contains(monitor.Unwatched, text => text.StartsWith("soft (PReLU): its slope is learned", StringComparison.Ordinal));
        Assert.Contains(monitor.Unwatched, text => text.StartsWith("hard (Hardtanh): TorchSharp's Hardtanh returns its input unchanged", StringComparison.Ordinal));

        using LSTM memory = nn.LSTM(3, 4);
        using ActivationMonitor tuples = ActivationMonitor.Attach(memory);
        Assert.Contains(tuples.Unwatched, text => text.StartsWith("LSTM (LSTM) takes or returns several tensors", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_inputs_and_two_outputs_do_no_harm()
    {
        using TwoInTwoOut model = new();
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        for (int step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            (Tensor sum, Tensor difference) = model.call(randn(8, 6), randn(8, 6));
            (sum.sum() + difference.square().sum()).backward();
        }

        Assert.Equal((3, 24), (monitor.Steps, (int)monitor.Report()[0].Samples));
        Assert.True(monitor.Report()[0].GradientGain > 0);
    }

    [Fact]
    public void A_model_without_activations_says_so()
    {
        using Sequential model = nn.Sequential(("fc", nn.Linear(6, 4)));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model);
        Assert.Contains(monitor.Unwatched, text => text.Contains("no training step was seen yet", StringComparison.Ordinal));
        using (Tensor x = randn(3, 6), y = model.call(x)) { }
        Assert.Equal("the module holds no activation module that can be watched", Assert.Single(monitor.Unwatched));
        Assert.Empty(monitor.Diagnose());
    }

    [Fact]
    public void NaN_from_the_first_step_on_is_diagnosed()
    {
        using Sequential model = Trainings.Model(() => new ActivationModule(Activation.Parse("sigmoid")));
        using ActivationMonitor monitor = Watch(model, full(8, 6, double.NaN));
        Assert.Contains(monitor.Diagnose(), finding => finding.Rule == "non-finite" && finding.Layer == "act1");
        Assert.NotEmpty(monitor.Report());
    }

    [Fact]
    public void An_evaluation_takes_the_place_of_the_looks_until_the_next_look()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Trainings.Train(model, 3);
        Assert.Equal(48, monitor.Report()[0].Samples);
        model.eval();
        using Tensor x = randn(100, 6);
        monitor.Evaluate(() =>
        {
            using (no_grad()) using (Tensor y = model.call(x)) { }
            using (no_grad()) using (Tensor y = model.call(x)) { }
        });
        Assert.Equal(200, monitor.Report()[0].Samples);
        Assert.Null(monitor.Report()[0].GradientRms);
        model.train();
        Trainings.Train(model, 1);
        Assert.Equal(64, monitor.Report()[0].Samples);
    }

    private static ActivationMonitor Watch(nn.Module<Tensor, Tensor> model, Tensor x)
    {
        using var scope = NewDisposeScope();
        ActivationMonitor monitor = ActivationMonitor.Attach(model);
        model.call(x).square().sum().backward();
        ActivationModule.ThrowIfBackwardFailed();
        return monitor;
    }

    private sealed class Functional : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(6, 10), second = nn.Linear(10, 5), third = nn.Linear(5, 2);
        private readonly ReLU act = nn.ReLU();

        public Functional() : base("Functional") => RegisterComponents();

        public override Tensor forward(Tensor input) => third.call(act.call(second.call(nn.functional.relu(first.call(input)))));
    }

    private sealed class Bypassing : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(6, 10), second = nn.Linear(10, 5);
        private readonly ReLU act = nn.ReLU();

        public Bypassing() : base("Bypassing") => RegisterComponents();

        public override Tensor forward(Tensor input) => second.call(act.forward(first.call(input)));
    }

    private sealed class Shared : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(6, 10), second = nn.Linear(10, 5), third = nn.Linear(5, 2);
        private readonly ReLU act = nn.ReLU();

        public Shared() : base("Shared") => RegisterComponents();

        public override Tensor forward(Tensor input) => third.call(act.call(second.call(act.call(first.call(input)))));
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(6, 6);
        private readonly ReLU act = nn.ReLU();

        public Recurrent() : base("Recurrent") => RegisterComponents();

        public override Tensor forward(Tensor input) => act.call(first.call(act.call(first.call(input))));
    }

    private sealed class TwoInTwoOut : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private readonly Linear first = nn.Linear(6, 10), second = nn.Linear(10, 5);
        private readonly ReLU act = nn.ReLU();

        public TwoInTwoOut() : base("TwoInTwoOut") => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input1, Tensor input2)
        {
            Tensor hidden = act.call(first.call(input1 + input2)), output = second.call(hidden);
            return (output, output - 1);
        }
    }
}
