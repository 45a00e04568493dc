using System.Diagnostics.Metrics;
using Hillock.Diagnosis;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Hillock.Torch.Tests;

/// <summary>What a monitor finds in a training loop of the user's own, without an evaluation.</summary>
public sealed class ActivationMonitorDiagnosisTests
{
    private const int StepsPerEpoch = 20;

    [Theory]
    [InlineData(45)]
    [InlineData(53)]
    public void A_death_during_the_training_is_reported_within_an_epoch_with_what_happened(int step)
    {
        random.manual_seed(5);
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { StepsPerEpoch = StepsPerEpoch });
        Trainings.Train(model, step + StepsPerEpoch, batch: 50, after: done =>
        {
            if (done != step) return;
            Assert.DoesNotContain(monitor.Diagnose(), finding => finding.Rule == "dead-units" && finding.Layer == "act2" && finding.Units.Contains(7));
            using (no_grad()) ((Linear)model[3]).bias![7] = -100;
        });
        Finding death = Assert.Single(monitor.Diagnose(), finding => finding.Rule == "dead-units" && finding.Layer == "act2");
        Assert.Contains(7, death.Units);
        Assert.Contains(7, monitor.Report()[1].Dead);
        Assert.InRange(death.Numbers["lastDeathStep"], step + 1, step + StepsPerEpoch);
        Assert.InRange(death.Numbers["biasChange"], -102, -98);
        Assert.Equal(0, death.Numbers["bornDead"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void Every_unit_of_a_wide_layer_is_followed_though_only_a_part_is_read_at_a_time(int lookEvery)
    {
        random.manual_seed(5);
        using Sequential model = nn.Sequential(("fc1", nn.Linear(6, 300)), ("act1", nn.ReLU()), ("fc2", nn.Linear(300, 3)));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = lookEvery });
        using Tensor x = randn(50, 6), y = randint(0, 3, 50, ScalarType.Int64);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        // One unit of each part.
        int[] killed = [3, 100, 160, 290];
        for (int step = 1; step <= 200; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(x), y).backward();
            optimizer.step();
            if (step != 110) continue;
            using (no_grad())
                foreach (int unit in killed)
                {
                    ((Linear)model[0]).weight![unit] = 0;
                    ((Linear)model[0]).bias![unit] = -1;
                }
        }

        Finding death = Assert.Single(monitor.Diagnose(), finding => finding.Rule == "dead-units");
        Assert.Superset(killed.ToHashSet(), death.Units.ToHashSet());
        // Weights that became 0 changed by all that they were.
        Assert.Equal(1, death.Numbers["weightChange"], 1e-6);
        Assert.InRange(death.Numbers["lastDeathStep"], 111, 125);
    }

    [Fact]
    public void Large_batches_are_looked_at_less_often()
    {
        random.manual_seed(5);
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { StepsPerEpoch = 10, LooksPerEpoch = 2 });
        Trainings.Train(model, 100, batch: 50);
        // Each fifth step, and 1, 2, 4 at the start.
        Assert.Equal(23, monitor.Looks);
    }

    [Fact]
    public void A_user_who_says_more_learns_more()
    {
        random.manual_seed(5);
        using Sequential model = nn.Sequential(("fc1", nn.Linear(6, 40)), ("act1", nn.Sigmoid()), ("fc2", nn.Linear(40, 40)), ("act2", nn.Sigmoid()), ("fc3", nn.Linear(40, 3)), ("soft", nn.Softmax(1)));
        using (no_grad()) ((Linear)model[2]).weight!.mul_(0.01);
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LossFunction = "cross_entropy", ConstantLoss = 1.0986, ChanceAccuracy = 0.34, LookEvery = 5 });
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 1e-9);
        for (int step = 1; step <= 60; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = nn.functional.cross_entropy(model.call(randn(64, 6) * 30), randint(0, 3, 64, ScalarType.Int64));
            loss.backward();
            monitor.RecordGradientNorm(1, learningRate: 1e-9);
            optimizer.step();
            if (step % 20 == 0) monitor.RecordLoss(loss.item<float>(), accuracy: 0.33);
        }

        Dictionary<string, Severity> found = monitor.Diagnose().GroupBy(finding => finding.Rule).ToDictionary(group => group.Key, group => group.First().Severity);
        Assert.Equal(Severity.Error, found["output-mismatch"]);
        Assert.Equal(Severity.Warning, found["abnormal-input"]);
        Assert.Equal(Severity.Warning, found["learning-rate"]);
        Assert.Equal(Severity.Warning, found["poor-initialisation"]);
        Assert.Equal(Severity.Warning, found["stalled"]);
    }

    [Fact]
    public void Long_steps_of_units_with_inputs_of_one_sign_zig_zag()
    {
        random.manual_seed(5);
        using Sequential model = nn.Sequential(("fc1", nn.Linear(6, 8)), ("act1", nn.Tanh()), ("fc2", nn.Linear(8, 1)));
        using (no_grad()) ((Linear)model[2]).weight!.fill_(1);
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 3 });
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.12);
        for (int step = 1; step <= 90; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            // All features are positive and move together, so that each unit's weights get gradients of one sign.
            Tensor x = rand(1, 6) * 0.01 + 1;
            nn.functional.mse_loss(model.call(x), zeros(1, 1)).backward();
            optimizer.step();
        }

        Assert.Contains(monitor.Diagnose(), finding => finding.Rule == "zig-zag" && finding.Severity == Severity.Info);
    }

    [Fact]
    public void Looks_can_be_followed_as_metrics()
    {
        List<(string Name, double Value, object? Layer)> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Meter.Name == "Hillock.Torch") me.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add((instrument.Name, value, tags[0].Value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add((instrument.Name, value, tags[0].Value)));
        listener.Start();
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using (no_grad()) ((Linear)model[0]).bias![3] = -100;
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        Trainings.Train(model, 3);
        Assert.Contains(seen, s => s is { Name: "hillock.silent_units", Value: >= 1, Layer: "act1" });
        Assert.Contains(seen, s => s is { Name: "hillock.zero_fraction", Value: > 0.1 and < 0.9, Layer: "act2" });
        Assert.Contains(seen, s => s is { Name: "hillock.gradient_ratio", Value: > 0 });
    }

    [Fact]
    public void A_time_budget_of_nothing_leaves_one_look_an_epoch()
    {
        using Sequential model = Trainings.Model(() => nn.ReLU());
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { StepsPerEpoch = StepsPerEpoch, TimeBudget = 0 });
        Trainings.Train(model, 5 * StepsPerEpoch);
        Assert.InRange(monitor.Looks, 5, 6);
        using ActivationMonitor rich = ActivationMonitor.Attach(model, new() { StepsPerEpoch = StepsPerEpoch, TimeBudget = 1 });
        Trainings.Train(model, 5 * StepsPerEpoch);
        Assert.True(rich.Looks > 30, $"{rich.Looks}");
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationMonitor.Attach(model, new() { TimeBudget = 20 }));
    }

    [Fact]
    public void Tensors_without_values_are_named_and_do_no_harm()
    {
        using Sequential model = nn.Sequential(("act", nn.Identity()));
        using ActivationMonitor monitor = ActivationMonitor.Attach(model);
        using (Tensor x = zeros(4, 6, device: META), y = model.call(x)) { }
        Assert.Contains("META", Assert.Single(monitor.Unwatched), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(monitor.Diagnose());
    }

    [Fact]
    public void Weights_of_half_precision_do_no_harm()
    {
        using Sequential model = Trainings.Model(() => nn.Tanh());
        model.to(ScalarType.BFloat16);
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        for (int step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            model.call(randn(40, 6).to(ScalarType.BFloat16)).square().sum().backward();
        }

        ActivationModule.ThrowIfBackwardFailed();
        Assert.Equal([120, 120], monitor.Report().Select(layer => (int)layer.Samples));
        Assert.NotNull(monitor.Diagnose());
    }

    [Fact]
    public void An_exception_within_forward_leaves_the_monitor_at_work()
    {
        using Throwing model = new();
        using ActivationMonitor monitor = ActivationMonitor.Attach(model, new() { LookEvery = 1 });
        InvalidOperationException thrown = new("mine");
        for (int step = 1; step <= 6; step++)
        {
            using var scope = NewDisposeScope();
            model.Throws = step % 2 == 0 ? thrown : null;
            if (step % 2 == 0) Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => model.call(randn(8, 6))));
            else model.call(randn(8, 6)).sum().backward();
        }

        Assert.Equal(6, monitor.Steps);
        Assert.NotNull(monitor.Report()[0].GradientRms);
    }

    private sealed class Throwing : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(6, 10), second = nn.Linear(10, 5);
        private readonly ReLU act = nn.ReLU();

        public Throwing() : base("Throwing") => RegisterComponents();

        public Exception? Throws { get; set; }

        public override Tensor forward(Tensor input)
        {
            Tensor hidden = act.call(first.call(input));
            return Throws is { } exception ? throw exception : second.call(hidden);
        }
    }
}
