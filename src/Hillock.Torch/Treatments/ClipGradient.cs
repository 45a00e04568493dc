namespace Hillock.Torch.Treatments;

/// <summary>A gradient longer than a norm is shortened to it.</summary>
/// <param name="norm">The largest norm of the whole gradient.</param>
public sealed class ClipGradient(double norm) : Treatment
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"gradient clipped to norm {norm:G3}");

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        patient.Clip = norm;
    }
}
