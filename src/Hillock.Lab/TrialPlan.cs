namespace Hillock.Lab;

/// <summary>A run that is to be made.</summary>
/// <param name="Key">The setting and the seed in words: everything that the result depends on, save data and scale.</param>
/// <param name="Measure">Makes the run.</param>
public sealed record TrialPlan(string Key, Func<Measured> Measure);
