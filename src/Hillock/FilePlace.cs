namespace Hillock;

/// <summary>Where a file that is to be replaced really is. Hillock.Data, which knows nobody, compiles this file too.</summary>
internal static class FilePlace
{
    /// <summary>The whole path, of what a link names where it is one.</summary>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        FileInfo file = new(full);
        return IsDevice(full) || file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    /// <summary>Writes to a device or a pipe as it is; returns whether the place is one.</summary>
    public static bool WroteToDevice(string full, Action<Stream> write)
    {
        if (!IsDevice(full)) return false;
        using FileStream device = new(full, FileMode.Open, FileAccess.Write);
        write(device);
        return true;
    }

    /// <summary>Whether no file stands there but a device or a pipe, such as /dev/stdout and NUL: it is written to and never replaced.</summary>
    public static bool IsDevice(string full) => OperatingSystem.IsWindows() ? full.StartsWith(@"\\.\", StringComparison.Ordinal)
        : full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);
}
