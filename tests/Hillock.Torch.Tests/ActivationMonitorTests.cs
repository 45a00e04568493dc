using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

public sealed class ActivationMonitorTests
{
    public static TheoryData<string> Kinds => ["ours", "native", "in place"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Watching_changes_no_bit_of_the_training(string kind)
    {
        float[] alone = Trainings.Weights(Activations(kind), 50);
        Assert.Equal(alone, Trainings.Weights(Activations(kind), 50, module => ActivationMonitor.Attach(module, new() { LookEvery = 1 })));
        Assert.Equal(alone, Trainings.Weights(Activations(kind), 50, module => ActivationMonitor.Attach(module)));
        Assert.NotEqual(alone, Trainings.Weights(Activations(kind), 49));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_thousand_steps_leave_no_tensor_behind(string kind)
    {
        using Sequential model = Trainings.Model(Activations(kind));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Trainings.Train(model, 2);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Trainings.Train(model, 1000);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(1002, monitor.Looks);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_loop_without_dispose_scopes_keeps_no_tensor_of_the_monitor(string kind)
    {
        using Sequential model = Trainings.Model(Activations(kind));
        using Tensor x = randn(8, 6);
        Assert.Equal(0, Growth(100));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Assert.Equal(0, Growth(100));

        long Growth(int steps)
        {
            Step();
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (int i = 0; i < steps; i++) Step();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
        }

        void Step()
        {
            using Tensor y = model.call(x), loss = y.sum();
            loss.backward();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Units_that_were_made_dead_are_reported_and_no_others(string kind)
    {
        using Sequential model = nn.Sequential(("fc1", nn.Linear(6, 32)), ("act1", Activations(kind)()), ("fc2", nn.Linear(32, 16)), ("act2", Activations(kind)()), ("fc3", nn.Linear(16, 3)));
        int[] dead1 = [3, 7, 31], dead2 = [0, 8];
        using (no_grad())
        {
            ((Linear)model[0]).bias!.zero_();
            // Above 0: with random weights on outputs that are never negative a unit would now and then be dead by chance.
            ((Linear)model[2]).bias!.fill_(1);
            foreach (int unit in dead1) ((Linear)model[0]).bias![unit] = -100;
            foreach (int unit in dead2) ((Linear)model[2]).bias![unit] = -100;
            // A decoy: it fires for about one sample in a hundred.
            ((Linear)model[0]).weight[5].copy_(tensor([1f, 0, 0, 0, 0, 0]));
            ((Linear)model[0]).bias![5] = -2.3f;
        }

        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Trainings.Train(model, 40, batch: 64);
        IReadOnlyList<LayerRecord> layers = monitor.Report();

        Assert.Equal(["act1", "act2"], layers.Select(layer => layer.Name));
        Assert.Equal(dead1, layers[0].Dead);
        Assert.Equal(dead2, layers[1].Dead);
        IReadOnlyList<Finding> findings = monitor.Diagnose();
        Finding finding = Assert.Single(findings, f => f.Rule == "dead-units" && f.Layer == "act1");
        Assert.Equal(dead1, finding.Units);
        Assert.Equal((Severity.Info, Grade.Converged), (finding.Severity, finding.Grade));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Statistics_and_gradients_are_those_of_a_plain_computation(string kind)
    {
        using var scope = NewDisposeScope();
        using Sequential model = nn.Sequential(("fc1", nn.Linear(6, 5)), ("act1", Activations(kind)()), ("fc2", nn.Linear(5, 3)));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model);
        Tensor x = randn(300, 6);
        monitor.Evaluate(() => (model.call(x).square().sum() / 300).backward());
        LayerRecord layer = Assert.Single(monitor.Report());

        Linear first = (Linear)model[0], second = (Linear)model[2];
        Tensor z = first.forward(x).detach().requires_grad_();
        Tensor a = z.relu();
        Tensor output = second.forward(a);
        Tensor delta = autograd.grad([output.square().sum() / 300], [z, output])[0], deltaOut = 2 * output / 300;
        Assert.Equal(300, layer.Samples);
        Assert.Equal(a.mean().item<float>(), layer.MeanOutput, 1e-5);
        Assert.Equal(a.eq(0).to(ScalarType.Float64).mean().item<double>(), layer.ZeroFraction, 1e-12);
        // Also where z was overwritten by a.
        Histogram histogram = layer.PreActivations!;
        double width = (histogram.High - histogram.Low) / histogram.Counts.Count;
        long negative = histogram.Below + histogram.Counts.Where((_, bin) => histogram.Low + (bin + 1) * width <= 1e-9).Sum();
        Assert.Equal(z.lt(0).sum().item<long>(), negative);
        Assert.Equal(delta.square().mean().sqrt().item<float>(), layer.GradientRms!.Value, 1e-7);
        Assert.Equal(deltaOut.square().mean().sqrt().item<float>(), monitor.OutputGradientRms!.Value, 1e-6);
        Assert.Equal(layer.GradientRms.Value / monitor.OutputGradientRms.Value, layer.GradientGain!.Value, 1e-9);
    }

    [Fact]
    public void Looks_follow_the_step_count_and_passes_without_training_are_not_counted()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 10 });
        List<int> looks = [];
        using Tensor x = randn(4, 6);
        Trainings.Train(model, 40, after: step =>
        {
            if (monitor.Looks > looks.Count) looks.Add(step);
            model.eval();
            using (Tensor y = model.call(x)) { }
            model.train();
            using (no_grad()) using (Tensor y = model.call(x)) { }
        });
        Assert.Equal([1, 2, 4, 8, 10, 20, 30, 40], looks);
        Assert.Equal(40, monitor.Steps);
    }

    [Fact]
    public void An_epoch_shorter_than_the_interval_is_looked_at_all_the_same()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { StepsPerEpoch = 7 });
        Trainings.Train(model, 70, after: step =>
        {
            if (step % 7 == 0) Assert.All(monitor.EndEpoch(), layer => Assert.True(layer.GradientRms > 0));
        });
        Assert.True(monitor.Looks >= 10);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_look_at_a_large_batch_allocates_no_more_than_one_at_a_small_batch(string kind)
    {
        using Sequential model = Trainings.Model(Activations(kind));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Trainings.Train(model, 30, batch: 2048);
        long small = Allocated(16), large = Allocated(2048);
        Assert.InRange(large, 0.9 * small, 1.1 * small);

        long Allocated(int batch)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Trainings.Train(model, 100, batch: batch);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Detaching_leaves_the_module_as_it_was()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Trainings.Train(model, 3);
        monitor.Dispose();
        Trainings.Train(model, 3);
        Assert.Equal((3, 3), (monitor.Steps, monitor.Looks));
        Assert.Equal(2, monitor.Report().Count);
        monitor.Dispose();
    }

    [Fact]
    public void An_exception_of_the_user_passes_through_unchanged()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        InvalidOperationException thrown = new("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() =>
        {
            using ActivationMonitor monitor = ActivationMonitor.Attach(model);
            Trainings.Train(model, 5, after: step => { if (step == 3) throw thrown; });
        }));
        Trainings.Train(model, 2);
    }

    private static Func<nn.Module<Tensor, Tensor>> Activations(string kind) => kind switch
    {
        "ours" => () => new ActivationModule(Activation.Parse("relu")),
        "native" => () => nn.ReLU(),
        _ => () => nn.ReLU(inplace: true),
    };
}
