namespace Hillock.Torch.Treatments;

/// <summary>The input centred and scaled to deviation 1, a feature (of an image: a channel) at a time, by the network itself.</summary>
public sealed class ScaleInput : Treatment
{
    /// <inheritdoc/>
    public override string Name => "input centred and scaled";

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        patient.ScaleInput();
    }
}
