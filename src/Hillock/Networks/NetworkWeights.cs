namespace Hillock.Networks;

/// <summary>The weights of a network as plain arrays.</summary>
/// <param name="Arrays">In the order of the layers.</param>
public sealed record NetworkWeights(IReadOnlyList<WeightArray> Arrays)
{
    /// <summary>The array of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public WeightArray this[string name] =>
        Arrays.FirstOrDefault(a => a.Name == name) ?? throw new KeyNotFoundException($"The weights have no array '{name}'.");

    /// <summary>Fresh weights: hidden layers by one initialiser, the output layer by another, the same numbers for the same seed on every machine.</summary>
    public static NetworkWeights Create(Network network, Initialiser hidden, Initialiser output, long seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(output);
        RandomSource random = new(seed);
        List<WeightArray> arrays = [];
        foreach (LayerPlan layer in network.Layers.Where(layer => layer.Name is not null))
        {
            int units = layer.OutputShape[0];
            int[] shape = layer.Spec is ConvolutionSpec c ? [units, layer.InputShape[0], c.Kernel, c.Kernel] : [units, layer.FanIn];
            float[] weight = new float[units * layer.FanIn], bias = new float[units];
            (layer.Name == "output" ? output : hidden).Fill(weight, bias, layer.FanIn, layer.FanOut, random);
            arrays.Add(new($"{layer.Name}.weight", shape, weight));
            arrays.Add(new($"{layer.Name}.bias", [units], bias));
            if (layer.Name != "output")
                arrays.AddRange(network.Learns.Select(name => new WeightArray($"{layer.Name}.{name}", [1], [(float)network.Activation[name]])));
            if (!layer.Normalised) continue;
            foreach ((string part, float value) in new[] { ("weight", 1f), ("bias", 0f), ("mean", 0f), ("variance", 1f) })
            {
                float[] data = new float[units];
                Array.Fill(data, value);
                arrays.Add(new($"{layer.Name}.bn.{part}", [units], data));
            }
        }

        return new(arrays);
    }
}
