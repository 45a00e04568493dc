namespace Hillock.Torch.Treatments;

/// <summary>The learning rate times a factor.</summary>
/// <param name="factor">Above 0.</param>
public sealed class LearningRate(double factor) : Treatment
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"learning rate × {factor:G3}");

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        patient.LearningRate *= factor;
    }
}
