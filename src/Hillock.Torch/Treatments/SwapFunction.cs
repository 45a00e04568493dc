namespace Hillock.Torch.Treatments;

/// <summary>Another activation function in the hidden layers; the weights stay.</summary>
/// <param name="function">The function.</param>
/// <param name="layer">The layer; null for all.</param>
public sealed class SwapFunction(Activation function, string? layer = null) : Treatment
{
    /// <inheritdoc/>
    public override string Name => $"{function} as activation";

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        foreach (PatientLayer sick in Selection.Of(patient.Layers(), layer)) patient.Swap(sick, function);
    }
}
