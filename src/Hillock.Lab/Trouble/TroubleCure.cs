namespace Hillock.Lab.Trouble;

/// <summary>A treatment that was tried in a case.</summary>
/// <param name="Treatment">What was done.</param>
/// <param name="Layer">Where; null for the whole network.</param>
/// <param name="Before">Validation loss of the untouched continuation; null where it was not finite.</param>
/// <param name="After">The same with the treatment.</param>
/// <param name="Kept">Whether it was kept.</param>
/// <param name="Restart">Whether it began the training anew.</param>
/// <param name="Step">The step at which it was found to be needed.</param>
/// <param name="Rules">The rules whose findings it was tried against.</param>
public sealed record TroubleCure(string Treatment, string? Layer, double? Before, double? After, bool Kept, bool Restart, int Step, IReadOnlyList<string> Rules);
