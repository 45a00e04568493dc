namespace Hillock.Torch.Treatments;

/// <summary>
/// An output function and a loss that fit: plain scores for cross-entropy, plain numbers for a real target. In a model of the user's only
/// the output function can be taken off; its loss stands in the user's own code.
/// </summary>
public sealed class MatchOutput : Treatment
{
    /// <inheritdoc/>
    public override string Name => "output function and loss that fit";

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        patient.MatchOutput();
    }
}
