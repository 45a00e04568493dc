namespace Hillock.Runs;

/// <summary>A treatment that was tried.</summary>
/// <param name="Treatment">What was done.</param>
/// <param name="Layer">Where; null for the whole network.</param>
/// <param name="Before">Validation loss of the untouched continuation.</param>
/// <param name="After">Validation loss with the treatment.</param>
/// <param name="Kept">Whether the symptom was gone and the loss not worse.</param>
public sealed record Cure(string Treatment, string? Layer, double Before, double After, bool Kept)
{
    /// <summary>The rules whose findings it was tried against.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The step at which they were noticed.</summary>
    public int Step { get; init; }

    /// <summary>Whether it began the training anew: what only the start can cure.</summary>
    public bool Restart { get; init; }

    /// <summary>The mean training loss over equal parts of the trial's window, untouched.</summary>
    public IReadOnlyList<double> Untouched { get; init; } = [];

    /// <summary>The same with the treatment.</summary>
    public IReadOnlyList<double> Treated { get; init; } = [];
}
