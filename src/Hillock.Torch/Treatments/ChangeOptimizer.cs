using Hillock.Torch.Training;

namespace Hillock.Torch.Treatments;

/// <summary>Another optimizer, which begins anew.</summary>
/// <param name="optimizer">The optimizer.</param>
/// <param name="rate">Its learning rate.</param>
public sealed class ChangeOptimizer(OptimizerSpec optimizer, double rate) : Treatment
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"{optimizer?.Name} with learning rate {rate:G3}");

    /// <inheritdoc/>
    public override void Apply(Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        ArgumentNullException.ThrowIfNull(optimizer);
        patient.UseOptimizer(optimizer, rate);
    }
}
