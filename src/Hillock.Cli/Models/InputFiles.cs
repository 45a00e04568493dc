using Hillock.Data;

namespace Hillock.Cli.Models;

/// <summary>The files that a command reads, as they stand in what it was told.</summary>
internal static class InputFiles
{
    /// <summary>The file in PATH, INPUT=PATH or NAME:DIR.</summary>
    public static string Of(string text)
    {
        string[] candidates = [text, text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..], text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]];
        return candidates.FirstOrDefault(Path.Exists) ?? text;
    }

    /// <summary>Refuses to write over what is read.</summary>
    public static void DemandNotAmong(IEnumerable<string> written, IEnumerable<string> read)
    {
        HashSet<string> files = [.. read.Select(text => Path.GetFullPath(Of(text)))];
        if (written.FirstOrDefault(file => files.Contains(Path.GetFullPath(file))) is { } file)
            throw new SpecificationException($"--output: {file} is read too and would be replaced; name another file");
    }
}
