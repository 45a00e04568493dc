namespace Hillock.Torch.Treatments;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) between each affine map and its activation.</summary>
/// <param name="layer">The layer; null for all that have none.</param>
public sealed class NormaliseBatches(string? layer = null) : Treatment
{
    /// <inheritdoc/>
    public override string Name => "batch normalisation";

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        PatientLayer[] sick = [.. Selection.Of(patient.Layers(), layer).Where(candidate => !candidate.Normalised)];
        if (sick.Length == 0) throw new NotSupportedException("every layer has its batch normalisation already");
        patient.Normalise(sick);
    }
}
