namespace Hillock.Data.Files;

/// <summary>Writes a file beside its place and renames it: whoever looks sees the old file or the new one, never a half.</summary>
internal static class ReplacedFile
{
    /// <param name="path">The place.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="room">How many bytes to take from the disk at once; 0 where that is not known.</param>
    public static void Write(string path, Action<Stream> write, long room = 0)
    {
        string full = FilePlace.Of(path);
        if (FilePlace.WroteToDevice(full, write)) return;
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' names no file.", nameof(path));
        Directory.CreateDirectory(folder);
        // A name of its own for each writer: two processes may write the same file at once.
        string beside = Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, PreallocationSize = room };
            using (FileStream stream = new(beside, options)) write(stream);
            File.Move(beside, full, overwrite: true);
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "value")
        {
            // What .NET makes of a write past the largest file that a file system holds (4 GiB on a memory stick).
            File.Delete(beside);
            throw new IOException("the file system takes no file as large as this", exception);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
