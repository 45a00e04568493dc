namespace Hillock.Torch.Treatments;

/// <summary>What passed through a network when its sample was run.</summary>
/// <param name="Layers">The hidden layers.</param>
/// <param name="Calls">Affine maps, normalisations and activations, in order.</param>
/// <param name="Result">What the network gave.</param>
/// <param name="Last">The last affine map.</param>
internal sealed record Passage(IReadOnlyList<PatientLayer> Layers, IReadOnlyList<PassedCall> Calls, float[] Result, AffineMap? Last)
{
    /// <summary>The pre-activations of a layer: for each unit all its positions of all samples, samples apart.</summary>
    public float[][][] PreActivations(PatientLayer layer) => ByUnit(Of(layer).Input, Of(layer).Samples, layer.Units);

    /// <summary>The outputs of a layer's activation.</summary>
    public float[][][] Outputs(PatientLayer layer) => ByUnit(Of(layer).Output, Of(layer).Samples, layer.Units);

    // A function module that serves several layers was called after each.
    private PassedCall Of(PatientLayer layer) => Calls.SkipWhile(call => call.Module != layer.Map.Module).First(call => call.Module == layer.Function);

    // [samples, units, positions…]
    private static float[][][] ByUnit(float[] values, int samples, int units)
    {
        int positions = values.Length / samples / units;
        return [.. Enumerable.Range(0, units).Select(unit => Enumerable.Range(0, samples)
            .Select(sample => values.AsSpan((sample * units + unit) * positions, positions).ToArray()).ToArray())];
    }
}
