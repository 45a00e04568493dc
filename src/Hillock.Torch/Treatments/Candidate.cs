namespace Hillock.Torch.Treatments;

/// <summary>Treatments that are tried together.</summary>
/// <param name="Treatments">In the order in which they are applied.</param>
/// <param name="FromStart">Whether they only help a network that begins anew: a restart.</param>
internal sealed record Candidate(IReadOnlyList<Treatment> Treatments, bool FromStart)
{
    public string Name => string.Join(" + ", Treatments);

    public bool Normalises => Treatments.Any(treatment => treatment is NormaliseBatches);

    public static Candidate Now(params Treatment[] treatments) => new(treatments, false);

    public static Candidate Anew(params Treatment[] treatments) => new(treatments, true);
}
