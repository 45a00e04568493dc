using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Runs;
using Hillock.Torch.Training;
using Xunit;

namespace Hillock.Torch.Tests;

public sealed class TrainingSessionTests
{
    private static readonly TrainingOptions Small = new() { Network = Samples.Net("16x2", "relu", 4, 3), LearningRate = 0.1, Epochs = 5 };

    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum(beta=0.8)")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("adagrad")]
    public void A_network_learns_with_every_optimizer_at_a_rate_that_it_chose(string optimizer)
    {
        TrainingResult result = Train(Small with { Optimizer = OptimizerSpec.Parse(optimizer), LearningRate = null });

        Assert.True(result.Run.Train.Accuracy > 0.9, $"accuracy {result.Run.Train.Accuracy}");
        Assert.Equal(RunEnd.Completed, result.Run.End);
        Assert.Equal(6, result.Run.RateTrials.Count);
        Assert.Equal(result.Run.LearningRate, Assert.Single(result.Run.RateTrials, trial => trial.Chosen).Rate);
    }

    [Fact]
    public void The_record_tells_of_every_epoch_and_layer()
    {
        Run run = Train(Small).Run;

        Assert.Equal([1, 2, 3, 4, 5], run.History.Select(epoch => epoch.Epoch));
        Assert.Equal(50, run.History[^1].Step);
        Assert.True(run.History[^1].Loss < run.History[0].Loss);
        Assert.All(run.History, epoch =>
        {
            Assert.Equal(["hidden1", "hidden2"], epoch.Layers.Select(layer => layer.Name));
            Assert.All(epoch.Layers, layer => Assert.True(layer.GradientRms > 0 && layer.GradientGain > 0));
        });
        Assert.Equal(["hidden1", "hidden2"], run.Layers.Select(layer => layer.Name));
        Assert.All(run.Layers, layer => Assert.Equal((16, 300L, "relu"), (layer.Units, layer.Samples, layer.Activation)));
        Assert.All(run.Layers, layer => Assert.True(layer.Timeline!.Steps.Count >= 10));
        Assert.True(run.OutputGradientRms > 0);
        Assert.Empty(run.Unwatched);
        Assert.InRange(run.ConstantLoss!.Value, 1.0, Math.Log(3));
        Assert.InRange(run.ChanceAccuracy!.Value, 1.0 / 3, 0.5);
        Assert.DoesNotContain(run.Findings, finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public void Learnt_slopes_are_trained_with_the_weights_and_kept_with_them()
    {
        TrainingOptions options = Small with { Network = Samples.Net("16x2", "prelu", 4, 3) with { Learns = ["slope"] } };
        TrainingResult result = Train(options);
        float[] slopes = [Assert.Single(result.Weights["hidden1.slope"].Data), Assert.Single(result.Weights["hidden2.slope"].Data)];
        Assert.All(slopes, slope => Assert.NotEqual(0.25f, slope));
        Assert.NotEqual(slopes[0], slopes[1]);
        Assert.True(result.Run.Train.Accuracy > 0.9, $"accuracy {result.Run.Train.Accuracy}");

        // A network built from them gives the same answers.
        TrainingData data = Samples.Clouds();
        using TrainingSession again = TrainingSession.Start(data, options with { Weights = result.Weights }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(result.Run.Test.Loss, again.Score(data.Test).Loss);
    }

    [Fact]
    public void Slopes_that_are_learnt_too_fast_end_the_training_and_nothing_else()
    {
        using TrainingSession session = TrainingSession.Start(Samples.Clouds(), Small with
        {
            Network = Samples.Net("16x2", "prelu", 4, 3) with { Learns = ["slope"] },
            LearningRate = 1e38,
        }, cancellation: TestContext.Current.CancellationToken);
        session.RunSteps(50);
        Assert.Equal(RunEnd.Diverged, session.End);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        TrainingResult one = Train(Small), same = Train(Small), other = Train(Small with { Seed = 2 });
        Assert.Equal(Text(one), Text(same));
        Assert.NotEqual(Text(one), Text(other));

        static string Text(TrainingResult result) =>
            System.Text.Json.JsonSerializer.Serialize(result.Run with { Seconds = 0, Seed = 0 }) + string.Join(' ', result.Weights.Arrays.SelectMany(array => array.Data));
    }

    [Fact]
    public void Watching_closely_or_hardly_gives_the_same_weights()
    {
        TrainingResult closely = Train(Small with { LookEvery = 1 }), hardly = Train(Small with { LookEvery = 1000 });
        Assert.Equal(closely.Weights.Arrays.SelectMany(array => array.Data), hardly.Weights.Arrays.SelectMany(array => array.Data));
    }

    [Fact]
    public void A_convolutional_network_with_normalisation_learns()
    {
        RandomSource random = new(4);
        TrainingResult result = Train(
            new() { Network = Samples.Net("conv4k3,bn,pool2,conv6k2,flatten,12,bn", "leaky_relu", [1, 8, 8], 2), LearningRate = 0.05, Epochs = 4 },
            new(Images(200), Images(50), Images(50), 2));
        Assert.True(result.Run.Test.Accuracy > 0.9, $"accuracy {result.Run.Test.Accuracy}");
        Assert.Equal([("hidden1", 4), ("hidden2", 6), ("hidden3", 12)], result.Run.Layers.Select(layer => (layer.Name, layer.Units)));
        Assert.Contains(result.Weights.Arrays, array => array.Name == "hidden1.bn.variance" && array.Data.Any(v => v != 1));

        // Stripes along one axis or the other.
        TrainingPart Images(int count)
        {
            float[] x = new float[count * 64], y = new float[count];
            for (int i = 0; i < count; i++)
            {
                y[i] = random.NextInt(2);
                int shift = random.NextInt(3);
                for (int p = 0; p < 64; p++) x[i * 64 + p] = ((y[i] == 0 ? p / 8 : p % 8) + shift) % 3 == 0 ? 1 : (float)random.NextNormal() * 0.2f;
            }

            return new(x, y, count);
        }
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    public void Numbers_are_predicted_too(string loss)
    {
        TrainingResult result = Train(new() { Network = Samples.Net("24,24", "tanh", 2, 1), LearningRate = 0.1, Epochs = 30, Loss = loss }, Samples.Waves());
        Assert.True(result.Run.Test.Loss < 0.3 * result.Run.ConstantLoss, $"loss {result.Run.Test.Loss}, constant {result.Run.ConstantLoss}");
        Assert.Null(result.Run.Test.Accuracy);
        Assert.Null(result.Run.ChanceAccuracy);
        Assert.All(result.Run.History, epoch => Assert.Null(epoch.Accuracy));
    }

    [Theory]
    [InlineData("mse", "identity")]
    [InlineData("bce", "identity")]
    [InlineData("bce", "sigmoid")]
    [InlineData("mae", "sigmoid")]
    public void Classes_are_learned_with_other_losses(string loss, string output)
    {
        TrainingResult result = Train(Small with { Network = Samples.Net("16", "tanh", [4], 3, output), Loss = loss, LearningRate = 0.3, Epochs = 20 });
        Assert.True(result.Run.Train.Accuracy > 0.9, $"accuracy {result.Run.Train.Accuracy}");
        Assert.True(result.Run.Train.Loss < result.Run.ConstantLoss);
        Assert.Equal("hidden1", Assert.Single(result.Run.Layers).Name);
    }

    [Fact]
    public void Units_made_dead_by_a_planted_bias_are_reported_and_decoys_are_not()
    {
        TrainingData data = Samples.Clouds(count: 1000);
        TrainingResult start = Train(Small with { Epochs = 1, LearningRate = 1e-30 }, data);
        int[] dead = [2, 9, 15];
        float[] bias = start.Weights["hidden2.bias"].Data;
        foreach (int unit in dead) bias[unit] = -100;

        using NetworkModule module = new(Small.Network, start.Weights);
        using ActivationMonitor monitor = ActivationMonitor.Attach(module);
        monitor.Evaluate(() =>
        {
            using TorchSharp.torch.Tensor x = TorchSharp.torch.tensor(data.Train.X, 1000, 4), y = module.call(x);
        });
        // The truth by a plain double loop, which also finds units that are dead without our doing.
        Assert.Equal(DeadByHand(start.Weights, data.Train), monitor.Report()[1].Dead);
        Assert.Superset(dead.ToHashSet(), monitor.Report()[1].Dead.ToHashSet());
        Assert.True(monitor.Report()[1].Dead.Count < 16);
    }

    [Fact]
    public void A_training_that_diverges_ends_with_the_place_where_it_began()
    {
        Run run = Train(Small with { LearningRate = 1e30, Epochs = 3 }).Run;
        Assert.Equal(RunEnd.Diverged, run.End);
        Assert.InRange(run.NonFinite!.Step, 2, 4);
        Assert.Equal(1, run.NonFinite.Epoch);
        Assert.Contains(run.Findings, finding => finding.Rule == "non-finite" && finding.Severity == Severity.Error);
        Assert.False(double.IsFinite(run.History[^1].Loss));
        Assert.Equal(2, run.Layers.Count);
    }

    [Fact]
    public void An_activation_that_overflows_is_located_in_its_layer()
    {
        // e^x of e^x of … : the third layer receives infinity.
        Run run = Train(Small with { Network = Samples.Net("8x4", "exponential", 4, 3), Initialiser = Initialiser.Parse("normal(std=2)"), LearningRate = 0.1 }).Run;
        Assert.Equal(RunEnd.Diverged, run.End);
        Assert.Equal((1, "output"), (run.NonFinite!.Step, run.NonFinite.What));
        Assert.StartsWith("hidden", run.NonFinite.Layer, StringComparison.Ordinal);
        Assert.NotEqual("hidden1", run.NonFinite.Layer);
    }

    [Fact]
    public void A_cancelled_training_stops_after_its_step_and_still_reports()
    {
        using CancellationTokenSource cancellation = new();
        using TrainingSession session = TrainingSession.Start(Samples.Clouds(), Small, cancellation: TestContext.Current.CancellationToken);
        session.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        EpochRecord? second = session.RunEpoch(step => { if (step.Step == 13) cancellation.Cancel(); }, cancellation.Token);
        Assert.Equal(13, second!.Step);
        Assert.Null(session.RunEpoch(cancellation: cancellation.Token));
        Run run = session.Finish().Run;
        Assert.Equal((RunEnd.Interrupted, 2), (run.End, run.Epochs));
        Assert.Equal(2, run.Layers.Count);
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Start(Samples.Clouds(), Small with { LearningRate = null }, cancellation: cancellation.Token));
    }

    [Fact]
    public void Networks_side_by_side_see_the_same_batches()
    {
        using TrainingSession relu = TrainingSession.Start(Samples.Clouds(), Small, cancellation: TestContext.Current.CancellationToken);
        using TrainingSession sigmoid = TrainingSession.Start(
            Samples.Clouds(), Small with { Network = Samples.Net("16x2", "sigmoid", 4, 3) }, cancellation: TestContext.Current.CancellationToken);
        while (!relu.IsOver)
        {
            relu.RunEpoch(cancellation: TestContext.Current.CancellationToken);
            sigmoid.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        }

        // By turns or alone, nothing changes.
        Assert.Equal(Train(Small).Run.Train, relu.Finish().Run.Train);
        Assert.Equal("sigmoid", sigmoid.Finish().Run.Activation);
    }

    [Fact]
    public void A_session_leaves_no_tensor_behind()
    {
        Train(Small);
        long before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Train(Small with { LearningRate = null, L1 = 1e-3, L1Weights = 1e-4, WeightDecay = 1e-3, Clip = 0.5 });
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Penalties_and_clipping_do_what_they_say()
    {
        double plain = Size(Small), decayed = Size(Small with { WeightDecay = 0.5 }), sparse = Size(Small with { L1Weights = 0.05 }), clipped = Size(Small with { Clip = 1e-6 });
        Assert.True(decayed < 0.7 * plain, $"{decayed} {plain}");
        Assert.True(sparse < 0.7 * plain, $"{sparse} {plain}");
        Assert.Equal(Size(Small with { LearningRate = 1e-30 }), clipped, 1e-3);
        Assert.True(Train(Small with { L1 = 0.5 }).Run.Layers[0].MeanOutput < 0.5 * Train(Small).Run.Layers[0].MeanOutput);

        static double Size(TrainingOptions options) => Train(options).Weights.Arrays.Where(a => a.Name.EndsWith("weight", StringComparison.Ordinal)).Sum(a => a.Data.Sum(Math.Abs));
    }

    [Theory]
    [InlineData(0, 1, 1, null, "batch 0")]
    [InlineData(1, 0, 1, null, "epochs 0")]
    [InlineData(1, 1, -1, null, "lr -1")]
    [InlineData(1, 1, double.NaN, null, "lr NaN")]
    [InlineData(1, 1, 1, "cross-entropy", "did you mean 'cross_entropy'")]
    public void Options_out_of_range_are_named(int batch, int epochs, double rate, string? loss, string text)
    {
        TrainingOptions options = Small with { Batch = batch, Epochs = epochs, LearningRate = rate, Loss = loss };
        Assert.Contains(text, Assert.Throws<SpecificationException>(() => Train(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_does_not_fit_is_refused_with_its_place()
    {
        TrainingData good = Samples.Clouds();
        float[] holes = (float[])good.Train.X.Clone();
        holes[10] = float.NaN;
        float[] classes = (float[])good.Test.Y.Clone();
        classes[3] = 7;
        foreach ((TrainingData data, string text) in new (TrainingData, string)[]
        {
            (good with { Train = good.Train with { X = holes } }, "NaN as feature 2 of sample 2"),
            (good with { Test = good.Test with { Y = classes } }, "the test part holds 7 as target of sample 3; classes go from 0 to 2"),
            (good with { Validation = new([], [], 0) }, "the validation part is empty"),
            (good with { Classes = 4 }, "3 outputs, but the data needs 4"),
            (Samples.Clouds(features: 5), "takes 4 features"),
        })
            Assert.Contains(text, Assert.Throws<InvalidDataException>(() => Train(Small, data)).Message, StringComparison.Ordinal);
        Assert.Throws<SpecificationException>(() => Train(Small with { Network = Samples.Net("4", "relu", 2, 1), Loss = "cross_entropy" }, Samples.Waves()));
    }

    [Fact]
    public void A_saved_network_predicts_as_the_trained_one_did()
    {
        TrainingData data = Samples.Clouds();
        TrainingResult result = Train(Small, data);
        using Predictor predictor = new(Small.Network, result.Weights);
        float[] outputs = predictor.Run(data.Test.X);
        int correct = Enumerable.Range(0, data.Test.Count).Count(i => outputs.AsSpan(i * 3, 3).IndexOf(outputs.AsSpan(i * 3, 3).ToArray().Max()) == (int)data.Test.Y[i]);
        Assert.Equal(result.Run.Test.Accuracy!.Value, (double)correct / data.Test.Count, 1e-12);
        Assert.Throws<InvalidDataException>(() => predictor.Run(new float[7]));
        Assert.Contains("lack 'hidden2.bias'", Assert.Throws<InvalidDataException>(() =>
            new Predictor(Small.Network, new([.. result.Weights.Arrays.Where(a => a.Name != "hidden2.bias")]))).Message, StringComparison.Ordinal);
    }

    private static TrainingResult Train(TrainingOptions options, TrainingData? data = null)
    {
        using TrainingSession session = TrainingSession.Start(data ?? Samples.Clouds(), options, cancellation: TestContext.Current.CancellationToken);
        while (!session.IsOver) session.RunEpoch();
        return session.Finish();
    }

    private static int[] DeadByHand(NetworkWeights weights, TrainingPart part)
    {
        double[][] layer = [.. Enumerable.Range(0, part.Count).Select(i => Array.ConvertAll(part.X.AsSpan(i * 4, 4).ToArray(), x => (double)x))];
        foreach (string name in new[] { "hidden1", "hidden2" })
        {
            WeightArray w = weights[$"{name}.weight"];
            float[] b = weights[$"{name}.bias"].Data;
            layer = [.. layer.Select(x => Enumerable.Range(0, b.Length).Select(u => Math.Max(0, b[u] + x.Select((v, k) => v * w.Data[u * w.Shape[1] + k]).Sum())).ToArray())];
        }

        return [.. Enumerable.Range(0, 16).Where(unit => layer.All(a => a[unit] == 0))];
    }
}
