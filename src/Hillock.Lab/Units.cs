using Hillock.Networks;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab;

/// <summary>Which units of a network never fire on some data.</summary>
internal static class Units
{
    private const int Batch = 500;

    /// <summary>For each hidden layer and unit, whether f′(z) ≠ 0 for any of the part's samples.</summary>
    public static bool[][] Firing(NetworkProbe probe, Activation activation, TrainingPart part)
    {
        bool[][]? firing = null;
        for (int start = 0; start < part.Count; start += Batch)
        {
            ProbePass pass = probe.Run(part, [.. Enumerable.Range(start, Math.Min(Batch, part.Count - start))]);
            firing ??= [.. pass.Layers.Select(layer => new bool[layer.Z.Length / pass.Samples])];
            foreach ((ProbedLayer layer, bool[] fires) in pass.Layers.Zip(firing))
            {
                float[] slopes = new float[layer.Z.Length];
                activation.Derivative(layer.Z, slopes);
                for (int i = 0; i < slopes.Length; i++) fires[i % fires.Length] |= slopes[i] != 0;
            }
        }

        return firing!;
    }

    /// <summary>The same weights with the outgoing weights of some units of a layer at 0: those units are cut off.</summary>
    public static NetworkWeights Without(this NetworkWeights weights, string nextLayer, IEnumerable<int> units)
    {
        HashSet<int> cut = [.. units];
        return new([.. weights.Arrays.Select(array => array.Name == $"{nextLayer}.weight"
            ? array with { Data = [.. array.Data.Select((w, i) => cut.Contains(i % array.Shape[1]) ? 0 : w)] } : array)]);
    }
}
