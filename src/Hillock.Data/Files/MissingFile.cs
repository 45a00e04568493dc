namespace Hillock.Data.Files;

/// <summary>What to say of a file that is not there.</summary>
internal static class MissingFile
{
    /// <summary>One line with the nearest file of the same folder, or the first folder of the path that is missing.</summary>
    public static string Message(string path)
    {
        if (Directory.Exists(path)) return $"{path} is a folder where a file is needed";
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && !Directory.Exists(folder)) return $"there is no file {path}: the folder {folder} does not exist";
        return $"there is no file {path}{NearestText.Suggest(Path.GetFileName(path), Names(folder))}";
    }

    private static IEnumerable<string> Names(string? folder)
    {
        try
        {
            // A guess need not read a folder of a million files.
            return folder is null ? [] : [.. Directory.EnumerateFiles(folder).Take(1000).Select(file => Path.GetFileName(file))];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
