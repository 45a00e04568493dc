using Hillock.Statistics;

namespace Hillock.Tests.Statistics;

/// <summary>Values of a layer for tests.</summary>
internal static class Layer
{
    /// <summary>Normal z, each unit with its own mean and spread, and a = f(z).</summary>
    public static (float[] Z, float[] A) Normal(Activation activation, UnitLayout layout, int seed, double mean = 0, double std = 3)
    {
        Random random = new(seed);
        double[] means = [.. Enumerable.Range(0, layout.Units).Select(_ => mean + std * Gauss(random))];
        double[] stds = [.. Enumerable.Range(0, layout.Units).Select(_ => std * (0.1 + random.NextDouble()))];
        float[] z = new float[layout.Length];
        for (int i = 0; i < z.Length; i++)
        {
            int unit = layout.UnitOf(i);
            z[i] = (float)(means[unit] + stds[unit] * Gauss(random));
        }

        return (z, Outputs(activation, z));
    }

    public static float[] Outputs(Activation activation, float[] z)
    {
        float[] a = new float[z.Length];
        activation.Forward(z, a);
        return a;
    }

    public static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
