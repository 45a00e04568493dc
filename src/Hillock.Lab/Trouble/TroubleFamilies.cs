using Hillock.Networks;

namespace Hillock.Lab.Trouble;

/// <summary>The families that cases are drawn from: those on which published diagnosers and repairers were measured, and a few more.</summary>
internal static class TroubleFamilies
{
    private const int MostSteps = 3000;

    // Samples to train on after a tenth was held back to validate (and, for digits, a fifth to test).
    private static readonly Dictionary<string, int> TrainingSamples = new() { ["circle"] = 630, ["blobs"] = 630, ["digits"] = 1293, ["mnist"] = 54_000, ["fashion-mnist"] = 54_000, ["cifar10"] = 45_000 };

    private static readonly (string Optimizer, double Rate)[] Optimizers = [("adam", 1e-3), ("adagrad", 0.1), ("adagrad", 1), ("rmsprop", 0.01)];

    /// <summary>A case. It depends on the benchmark's seed, its index and the data given, on nothing else.</summary>
    /// <param name="seed">The benchmark's seed.</param>
    /// <param name="index">The case, from 0.</param>
    /// <param name="images">Image data sets besides the digits, as <c>hillock train --data</c> takes them.</param>
    public static TroubleCase Draw(int seed, int index, IReadOnlyList<string> images)
    {
        RandomSource random = new(seed * 1_000_003L + index);
        // Half are meant to be healthy.
        TroubleCase drawn = random.NextInt(2) == 0 ? Healthy(random, images) : Faulty(random, images);
        int steps = (TrainingSamples[drawn.Data.Split(':')[0]] + drawn.Batch - 1) / drawn.Batch;
        return drawn with { Epochs = Math.Max(2, Math.Min(drawn.Epochs, MostSteps / steps)), Seed = 1 + random.NextInt(1_000_000) };
    }

    private static TroubleCase Healthy(RandomSource random, IReadOnlyList<string> images)
    {
        if (random.NextInt(2) == 0) return Points(random, "N", Fault.None, $"5x{Pick(random, 5, 8, 11, 14, 17)}", "tanh", "he_uniform");
        string data = Image(random, images);
        return data == "digits"
            ? Images(random, "N", Fault.None, data, $"64x{1 + random.NextInt(8)}", "relu", "he_normal")
            : Images(random, "N", Fault.None, data, $"conv6k5,pool2,conv16k5,pool2,flatten,120,84x{Pick(random, 1, 4, 7, 10, 13)}", "relu", "he_normal");
    }

    private static TroubleCase Faulty(RandomSource random, IReadOnlyList<string> images)
    {
        switch (random.NextInt(8))
        {
            case 0: return Points(random, "G", Fault.Vanishing, $"5x{Pick(random, 8, 11, 12, 13)}", "sigmoid", "he_uniform");
            case 1: return Points(random, "E", Fault.Exploding, $"5x{Pick(random, 8, 9, 10, 11)}", "exponential", "he_uniform");
            case 2:
                return random.NextInt(3) > 0 ? Points(random, "D", Fault.Dying, $"5x{Pick(random, 15, 16, 17)}", "relu", "he_uniform")
                    : Points(random, "D", Fault.Dying, $"5x{Pick(random, 8, 9)}", "relu", "uniform(a=0.05)");
            case 3:
                string data = Image(random, images);
                if (data.StartsWith("cifar10", StringComparison.Ordinal))
                    return random.NextInt(2) == 0 ? Images(random, "E", Fault.Exploding, data, "conv32k3,conv64k3,flatten,120,84x5", "exponential", "he_normal")
                        : Images(random, "G", Fault.Vanishing, data, "conv32k3,conv64k3,flatten,120,84x8", "sigmoid", "he_normal");
                return data == "digits" ? Images(random, "G", Fault.Vanishing, data, $"64x{Pick(random, 9, 10, 11, 12)}", "sigmoid", "he_normal")
                    : Images(random, "G", Fault.Vanishing, data, $"conv6k5,pool2,conv16k5,pool2,flatten,120,84x{Pick(random, 7, 8, 9)}", "sigmoid", "he_normal");
            case 4:
                return Images(random, "D", Fault.Dying, Image(random, images), "128x34", "relu", "glorot_uniform") with { Optimizer = "adam", Rate = 1e-3, Batch = 32 };
            case 5:
                TroubleCase wholesome = Healthy(random, images), sick = random.NextInt(2) == 0 ? wholesome : Faulty(random, images);
                return sick with { Family = sick.Scale is null ? $"{sick.Family} x100" : sick.Family, Scale = "x100", Fault = sick.Fault is Fault.None ? Fault.Input : sick.Fault };
            case 6:
                TroubleCase right = Healthy(random, images);
                return right with { Family = "output", Fault = Fault.Output, OutputActivation = "relu" };
            default:
                return Points(random, "O", Fault.Oscillating, "50x3", "relu", "he_uniform") with
                {
                    Family = "oscillating",
                    Data = "blobs",
                    Optimizer = "momentum(beta=0.9)",
                    Rate = 0.01,
                    Batch = 1,
                };
        }
    }

    private static TroubleCase Points(RandomSource random, string kind, Fault fault, string network, string activation, string initialiser)
    {
        string data = Pick(random, "circle", "blobs");
        return Make(random, $"{data} {kind}", fault, data, network, activation, initialiser, 200 + 100 * random.NextInt(4));
    }

    private static TroubleCase Images(RandomSource random, string kind, Fault fault, string data, string network, string activation, string initialiser) =>
        Make(random, $"{(data.StartsWith("cifar10", StringComparison.Ordinal) ? "colour" : "image")} {kind}", fault, data, network, activation, initialiser, 50 + 50 * random.NextInt(2));

    private static TroubleCase Make(RandomSource random, string family, Fault fault, string data, string network, string activation, string initialiser, int epochs)
    {
        (string optimizer, double rate) = Optimizers[random.NextInt(Optimizers.Length)];
        return new()
        {
            Family = family,
            Fault = fault,
            Data = data,
            Network = network,
            Activation = activation,
            Initialiser = initialiser,
            Optimizer = optimizer,
            Rate = rate,
            Batch = Pick(random, 32, 64, 128, 256),
            Epochs = epochs,
            Seed = 0,
        };
    }

    private static string Image(RandomSource random, IReadOnlyList<string> images) =>
        images.Count == 0 ? "digits" : random.NextInt(images.Count + 1) is var i && i == images.Count ? "digits" : images[i];

    private static T Pick<T>(RandomSource random, params ReadOnlySpan<T> from) => from[random.NextInt(from.Length)];
}
