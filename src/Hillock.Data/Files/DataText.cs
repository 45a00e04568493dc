using System.Globalization;

namespace Hillock.Data.Files;

/// <summary>The parts of a text that names data: "digits", "mnist:FOLDER", "circle(noise=0.1)".</summary>
/// <param name="Name">One of <see cref="DataSource.Names"/>.</param>
/// <param name="Folder">What follows a colon.</param>
/// <param name="Parameter">The value given in parentheses.</param>
internal sealed record DataText(string Name, string? Folder, double? Parameter)
{
    private static readonly string[] FolderSets = ["fashion-mnist", "mnist", "cifar10"];
    private static readonly Dictionary<string, (string Parameter, double Least, double Most)> Generated = new()
    {
        // Beyond these the points are noise alone, or all at one place.
        ["circle"] = ("noise", 0, 100),
        ["blobs"] = ("std", 1e-6, 1e6),
    };

    /// <summary>The parts, or null when the text starts with no known name, and so is a path.</summary>
    /// <exception cref="FormatException">The name is known but what follows is not right.</exception>
    public static DataText? Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new FormatException($"no data are named; give one of {string.Join(", ", DataSource.Names)}, or a path");
        string trimmed = text.Trim();
        int end = trimmed.AsSpan().IndexOfAny('(', ':');
        string name = end < 0 ? trimmed : trimmed[..end].TrimEnd();
        if (!DataSource.Names.Contains(name)) return null;
        if (end < 0) return new(name, null, null);
        return trimmed[end] == ':'
            ? new(name, ReadFolder(name, trimmed[(end + 1)..]), null)
            : new(name, null, ReadParameter(name, trimmed, end));
    }

    private static string ReadFolder(string name, string folder)
    {
        if (!FolderSets.Contains(name)) throw new FormatException($"{name} takes no folder; only {string.Join(", ", FolderSets)} do");
        return folder.Length > 0 ? folder : throw new FormatException($"'{name}:' lacks its folder; give {name}:FOLDER");
    }

    private static double? ReadParameter(string name, string text, int open)
    {
        if (!Generated.TryGetValue(name, out var known))
            throw new FormatException($"{name} takes no parameters, but '{text[open..]}' was given");
        if (text[^1] != ')') throw new FormatException($"'{text}' lacks its closing parenthesis");
        string inner = text[(open + 1)..^1].Trim();
        if (inner.Length == 0) return null;
        string[] pair = inner.Split('=', 2, StringSplitOptions.TrimEntries);
        if (pair[0] != known.Parameter)
            throw new FormatException(
                $"{name} has no parameter '{pair[0]}'; it takes {known.Parameter}, as in {name}({known.Parameter}=0.5)");
        if (pair.Length < 2 || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            throw new FormatException($"{name}: '{inner}' is not of the form {known.Parameter}=number");
        // NaN fails the comparison and is refused here too.
        return value >= known.Least && value <= known.Most ? value : throw new FormatException(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {known.Parameter}={value:R} is out of range; {known.Least} to {known.Most} is allowed"));
    }
}
