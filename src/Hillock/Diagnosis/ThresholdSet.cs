using System.Globalization;

namespace Hillock.Diagnosis;

/// <summary>The thresholds of a diagnosis: the defaults, save those that were set. Immutable.</summary>
public sealed class ThresholdSet
{
    private readonly Dictionary<string, double> _set;

    private ThresholdSet(Dictionary<string, double> set) => _set = set;

    /// <summary>Every threshold at its default.</summary>
    public static ThresholdSet Defaults { get; } = new([]);

    /// <summary>What was set, by name.</summary>
    public IReadOnlyDictionary<string, double> Overrides => _set;

    /// <summary>The value of a threshold.</summary>
    public double this[Threshold threshold]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(threshold);
            return _set.GetValueOrDefault(threshold.Name, threshold.Default);
        }
    }

    /// <summary>The value of the threshold with this name.</summary>
    /// <exception cref="ArgumentException">No threshold has that name.</exception>
    public double this[string name] => this[
        Rules.Thresholds.FirstOrDefault(threshold => threshold.Name == name) ?? throw new ArgumentException(Unknown(name), nameof(name))];

    /// <summary>Reads "dead-units.share=0.6", or several of that form with commas between them.</summary>
    /// <exception cref="SpecificationException">The form is wrong, no threshold has that name, or the value is no finite number.</exception>
    public static ThresholdSet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Reads texts of the form "dead-units.share=0.6"; a later one overrides an earlier one.</summary>
    /// <exception cref="SpecificationException">The form is wrong, no threshold has that name, or the value is no finite number.</exception>
    public static ThresholdSet Parse(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Dictionary<string, double> set = [];
        foreach (string text in texts)
        {
            string[] pair = text.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2) throw new SpecificationException($"threshold '{text}' is not of the form name=number, such as dead-units.share=0.6");
            if (Rules.Thresholds.All(threshold => threshold.Name != pair[0]))
                throw new SpecificationException(Unknown(pair[0]));
            if (!double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw new SpecificationException($"threshold '{pair[0]}': '{pair[1]}' is not a finite number");
            set[pair[0]] = value;
        }

        return new(set);
    }

    /// <summary>This set with one threshold changed.</summary>
    public ThresholdSet With(Threshold threshold, double value)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        return new(new(_set) { [threshold.Name] = value });
    }

    private static string Unknown(string name) =>
        $"unknown threshold '{name}'; {NearestName.Hint(name, [.. Rules.Thresholds.Select(threshold => threshold.Name)])}";
}
