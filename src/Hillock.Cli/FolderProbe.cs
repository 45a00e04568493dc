namespace Hillock.Cli;

/// <summary>Finds out whether a folder takes files, before hours are spent on what is to be written there.</summary>
internal static class FolderProbe
{
    /// <summary>Whether a file can be written: its folder is there and takes one.</summary>
    /// <exception cref="IOException">The folder is missing or full, or is what should be a file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void For(string file)
    {
        if (Directory.Exists(file)) throw new IOException("it is a folder");
        if (!WholeFile.IsDevice(file)) Write(Path.GetDirectoryName(Path.GetFullPath(file)) ?? throw new IOException("it names no file"));
    }

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
