using System.Collections;

namespace Hillock.Lab;

/// <summary>What a run measures, gathered by name.</summary>
public sealed class Measured : IEnumerable<KeyValuePair<string, double[]>>
{
    private readonly Dictionary<string, double[]> _values = [];

    /// <summary>Everything so far.</summary>
    public IReadOnlyDictionary<string, double[]> Values => _values;

    /// <summary>Adds a number.</summary>
    public void Add(string name, double value) => _values.Add(name, [value]);

    /// <summary>Adds a row of numbers.</summary>
    public void Add(string name, IEnumerable<double> values) => _values.Add(name, [.. values]);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double[]>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
