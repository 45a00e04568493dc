namespace Hillock.Cli;

/// <summary>Finds out whether a folder takes files, before hours are spent on what is to be written there.</summary>
internal static class FolderProbe
{
    /// <summary>Writes an empty file and takes it away.</summary>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string folder)
    {
        string probe = Path.Combine(folder, $".hillock-{Environment.ProcessId}");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
    }
}
