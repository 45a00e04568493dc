namespace Hillock.Lab;

/// <summary>One run of an experiment: what is measured with one setting and one seed.</summary>
/// <param name="Key">The setting and the seed in words; the same key means the same run.</param>
/// <param name="Values">What was measured, by name.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Trial(string Key, IReadOnlyDictionary<string, double[]> Values, double Seconds)
{
    /// <summary>A single number.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured.</exception>
    public double this[string name] => Series(name) is [double value] ? value
        : throw new KeyNotFoundException($"'{name}' of run '{Key}' is not a single number.");

    /// <summary>A row of numbers.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured.</exception>
    public double[] Series(string name) => Values.TryGetValue(name, out double[]? values) ? values
        : throw new KeyNotFoundException($"Run '{Key}' has no '{name}'.");
}
