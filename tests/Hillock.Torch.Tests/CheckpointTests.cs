using Hillock.Networks;
using Hillock.Torch.Training;
using Xunit;

namespace Hillock.Torch.Tests;

public sealed class CheckpointTests : IDisposable
{
    private static readonly TrainingOptions Small = new() { Network = Samples.Net("12x3", "relu", 4, 3), LearningRate = 0.05, Epochs = 6, LookEvery = 2 };

    private static readonly System.Text.Json.JsonSerializerOptions Exact = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("hillock").FullName;

    private string Place => Path.Combine(_folder, "a.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, TrainingOptions> Trainings => new()
    {
        { "sgd", Small },
        { "rate search", Small with { LearningRate = null } },
        { "momentum", Small with { Optimizer = OptimizerSpec.Parse("momentum"), Clip = 0.5, L1 = 1e-4, WeightDecay = 1e-3 } },
        { "adam", Small with { Optimizer = OptimizerSpec.Parse("adam"), LearningRate = 0.01, Batch = 7 } },
        { "rmsprop", Small with { Optimizer = OptimizerSpec.Parse("rmsprop"), LearningRate = 0.01 } },
        { "adagrad", Small with { Optimizer = OptimizerSpec.Parse("adagrad") } },
        { "batch normalisation", Small with { Network = Samples.Net("12,bn,12,bn", "sigmoid", 4, 3) } },
        { "convolution", Small with { Network = Samples.Net("conv3k2,bn,pool2,6", "tanh", [1, 4, 4], 3) } },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_training_that_was_interrupted_ends_with_the_same_bits(string name, TrainingOptions options)
    {
        TrainingData data = Samples.Clouds(features: options.Network.InputShape.Aggregate((a, b) => a * b));
        using TrainingSession whole = Start(data, options);
        Run(whole);

        for (int epochs = 0; epochs <= options.Epochs; epochs += 2)
        {
            using TrainingSession first = Start(data, options);
            Run(first, epochs);
            first.SaveCheckpoint(Place);
            // What comes after the checkpoint is lost.
            Run(first, 1);
            using TrainingSession second = TrainingSession.Resume(data, options, Place);
            Assert.Equal(epochs, second.History.Count);
            Run(second);
            Assert.True(Text(whole.Finish()) == Text(second.Finish()), $"{name}, resumed after {epochs} epochs");
        }
    }

    [Fact]
    public void A_diverged_training_is_resumed_as_such()
    {
        TrainingOptions options = Small with { Network = Samples.Net("12x3", "exponential", 4, 3), LearningRate = 100 };
        using TrainingSession one = Start(Samples.Clouds(), options);
        Run(one);
        one.SaveCheckpoint(Place);
        using TrainingSession two = TrainingSession.Resume(Samples.Clouds(), options, Place);
        Assert.True(two.IsOver);
        Assert.Equal(Text(one.Finish()), Text(two.Finish()));
    }

    [Fact]
    public void A_checkpoint_damaged_anywhere_is_refused()
    {
        using TrainingSession session = Start(Samples.Clouds(), Small);
        Run(session, 1);
        session.SaveCheckpoint(Place);
        byte[] whole = File.ReadAllBytes(Place);
        for (int cut = 0; cut < whole.Length; cut += whole.Length / 20 + 1) Refused(whole[..cut]);
        for (int at = 0; at < whole.Length; at += whole.Length / 20 + 1)
        {
            byte[] other = [.. whole];
            other[at] ^= 0x10;
            Refused(other);
        }

        Refused([.. whole, 0]);

        void Refused(byte[] bytes)
        {
            File.WriteAllBytes(Place, bytes);
            Assert.Contains(Place, Assert.Throws<InvalidDataException>(() => TrainingSession.Resume(Samples.Clouds(), Small, Place)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_by_name()
    {
        using TrainingSession session = Start(Samples.Clouds(), Small);
        session.SaveCheckpoint(Place);
        Refused(Samples.Clouds(), Small with { Seed = 2 }, "seed=1, asked for is seed=2");
        Refused(Samples.Clouds(), Small with { Network = Samples.Net("12x4", "relu", 4, 3) }, "network=12x3, asked for is network=12x4");
        Refused(Samples.Clouds(), Small with { Network = Samples.Net("12x3", "tanh", 4, 3) }, "activation=relu, asked for is activation=tanh");
        Refused(Samples.Clouds(), Small with { Optimizer = OptimizerSpec.Parse("adam") }, "asked for is optimizer=adam");
        Refused(Samples.Clouds(), Small with { LearningRate = 0.1 }, "lr=0.05, asked for is lr=0.1");
        Refused(Samples.Clouds(seed: 6), Small, "training part=");

        void Refused(TrainingData data, TrainingOptions options, string said) =>
            Assert.Contains(said, Assert.Throws<InvalidDataException>(() => TrainingSession.Resume(data, options, Place)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4,3", new[] { 2 })]
    [InlineData("conv3k2,4", new[] { 2, 3, 3 })]
    [InlineData("pool2,4", new[] { 2, 4, 4 })]
    public void A_scaled_input_is_folded_into_the_first_layer(string layers, int[] shape)
    {
        int features = shape.Aggregate((a, b) => a * b);
        TrainingData data = Samples.Clouds(features: features);
        InputScale scale = InputScale.Standard(data.Train, shape);
        Network network = Samples.Net(layers, "tanh", shape, 3);
        NetworkWeights weights = NetworkWeights.Create(network, Initialiser.Parse("torch"), Initialiser.Parse("torch"), 3);
        float[] scaled = [.. data.Test.X];
        scale.Apply(scaled, features);
        using Predictor inner = new(network, weights), outer = new(network, scale.FoldInto(weights));
        float[] expected = inner.Run(scaled), actual = outer.Run(data.Test.X);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4f);
    }

    private static TrainingSession Start(TrainingData data, TrainingOptions options) =>
        TrainingSession.Start(data, options, cancellation: TestContext.Current.CancellationToken);

    private static void Run(TrainingSession session, int epochs = int.MaxValue)
    {
        for (int epoch = 0; epoch < epochs && session.RunEpoch(cancellation: TestContext.Current.CancellationToken) is not null; epoch++) { }
    }

    private static string Text(TrainingResult result) =>
        System.Text.Json.JsonSerializer.Serialize(result.Run with { Seconds = 0 }, Exact) + string.Join(' ', result.Weights.Arrays.SelectMany(array => array.Data).Select(BitConverter.SingleToInt32Bits));
}
