using System.Globalization;

namespace Hillock;

/// <summary>Reads texts of the form name or name(key=number, …): optimizers, initialisers.</summary>
public static class NamedText
{
    /// <summary>The name and the numbers that were given.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What is being read, for messages: "optimizer".</param>
    /// <param name="names">The names allowed.</param>
    /// <exception cref="SpecificationException">The name is unknown or the form is wrong.</exception>
    public static (string Name, IReadOnlyDictionary<string, double> Numbers) Parse(string text, string what, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        int open = text.IndexOf('(', StringComparison.Ordinal);
        string name = (open < 0 ? text : text[..open]).Trim();
        if (!names.Contains(name))
            throw new SpecificationException(
                $"unknown {what} '{name}'; {NearestName.Hint(name, names)}");
        Dictionary<string, double> numbers = [];
        if (open < 0) return (name, numbers);
        if (!text.TrimEnd().EndsWith(')')) throw new SpecificationException($"{what} '{text}' lacks its closing parenthesis");
        foreach (string item in text.Trim()[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = item.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2 || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw new SpecificationException($"{what} '{text}': '{item}' is not of the form name=number");
            if (!numbers.TryAdd(pair[0], value)) throw new SpecificationException($"{what} '{text}': {pair[0]} is given twice");
        }

        return (name, numbers);
    }
}
