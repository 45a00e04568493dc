using Hillock.Networks;

namespace Hillock.Torch.Treatments;

/// <summary>New weights for a layer, drawn as an initialiser says (He, Glorot, LeCun …); the optimizer forgets the old ones.</summary>
/// <param name="initialiser">How they are drawn.</param>
/// <param name="layer">The layer; null for all, the output layer with them.</param>
public sealed class Reinitialise(Initialiser initialiser, string? layer = null) : Treatment
{
    /// <inheritdoc/>
    public override string Name => $"new weights by {initialiser}";

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        Passage passage = patient.Run();
        foreach (PatientLayer sick in Selection.Of(passage.Layers, layer)) Draw(patient, sick.Map, initialiser);
        if (layer is null && passage.Last is { } last) Draw(patient, last, initialiser);
    }

    internal static void Draw(Patient patient, AffineMap map, Initialiser initialiser)
    {
        float[] weight = new float[map.Units * map.FanIn], bias = new float[map.Units];
        initialiser.Fill(weight, bias, map.FanIn, map.FanOut, patient.Random);
        AffineMap.Write(map.Weight, weight);
        patient.Forget(map.Weight, [.. Enumerable.Range(0, weight.Length)]);
        if (map.Bias is not { } parameter) return;
        AffineMap.Write(parameter, bias);
        patient.Forget(parameter, [.. Enumerable.Range(0, bias.Length)]);
    }
}
