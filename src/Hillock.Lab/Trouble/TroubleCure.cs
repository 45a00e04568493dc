namespace Hillock.Lab.Trouble;

/// <summary>A treatment that was tried in a case.</summary>
/// <param name="Treatment">What was done.</param>
/// <param name="Layer">Where; null for the whole network.</param>
/// <param name="Before">Validation loss of the untouched continuation; null where it was not finite.</param>
/// <param name="After">The same with the treatment.</param>
/// <param name="Kept">Whether it was kept.</param>
public sealed record TroubleCure(string Treatment, string? Layer, double? Before, double? After, bool Kept);
