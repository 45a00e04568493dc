namespace Hillock.Runs;

/// <summary>A treatment that was tried.</summary>
/// <param name="Treatment">What was done.</param>
/// <param name="Layer">Where; null for the whole network.</param>
/// <param name="Before">Validation loss of the untouched continuation.</param>
/// <param name="After">Validation loss with the treatment.</param>
/// <param name="Kept">Whether the symptom was gone and the loss not worse.</param>
public sealed record Cure(string Treatment, string? Layer, double Before, double After, bool Kept);
