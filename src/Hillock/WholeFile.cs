namespace Hillock;

/// <summary>Writes a file beside its place and renames it, so that nobody ever finds half of one.</summary>
public static class WholeFile
{
    /// <summary>Whether no file stands there but a device or a pipe, which is written to as it is.</summary>
    public static bool IsDevice(string path) => FilePlace.IsDevice(Path.GetFullPath(path));

    /// <summary>Writes beside <paramref name="path"/>, then renames; makes the folder if need be. What stood there stays if anything fails. What a link
    /// names is written, and a device is written to as it is.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = FilePlace.Of(path);
        if (FilePlace.WroteToDevice(full, write)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string beside = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(beside, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            File.Move(beside, full, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
