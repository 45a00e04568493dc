using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Torch.Tests;

/// <summary>Small data sets and networks that tests share.</summary>
internal static class Samples
{
    /// <summary>Two classes on two interleaved clouds of points that a small network separates.</summary>
    public static TrainingData Clouds(int count = 300, long seed = 5, int features = 4, int classes = 3)
    {
        RandomSource random = new(seed);
        double[] centres = [.. Enumerable.Range(0, classes * features).Select(_ => 4 * random.NextNormal())];
        return new(Part(count), Part(count / 3), Part(count / 3), classes);

        TrainingPart Part(int n)
        {
            float[] x = new float[n * features], y = new float[n];
            for (int i = 0; i < n; i++)
            {
                int label = random.NextInt(classes);
                y[i] = label;
                for (int f = 0; f < features; f++) x[i * features + f] = (float)(centres[label * features + f] + random.NextNormal());
            }

            return new(x, y, n);
        }
    }

    public static TrainingData Waves(int count = 300, long seed = 5)
    {
        RandomSource random = new(seed);
        return new(Part(count), Part(count / 3), Part(count / 3), null);

        TrainingPart Part(int n)
        {
            float[] x = new float[n * 2], y = new float[n];
            for (int i = 0; i < n; i++)
            {
                x[2 * i] = (float)random.NextNormal();
                x[2 * i + 1] = (float)random.NextNormal();
                y[i] = MathF.Sin(x[2 * i]) + 0.5f * x[2 * i + 1];
            }

            return new(x, y, n);
        }
    }

    public static Network Net(string layers, string activation, int[] input, int outputs, string output = "identity") =>
        new(NetworkSpec.Parse(layers), input, outputs, Activation.Parse(activation), Activation.Parse(output));

    public static Network Net(string layers, string activation, int features, int outputs) => Net(layers, activation, [features], outputs);
}
