namespace Hillock.Torch.Treatments;

/// <summary>An L1 penalty on the outputs of the hidden layers, λ·Σ|a| averaged over the batch.</summary>
/// <param name="lambda">λ.</param>
public sealed class SparseActivations(double lambda) : Treatment
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"L1 penalty of {lambda:G3} on the activations");

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        patient.Penalise(lambda);
    }
}
