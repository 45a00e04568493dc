using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hillock.Torch.Native;

/// <summary>
/// A copy of TorchSharp's native library that loads on systems whose C++ library is older than GCC 13's. The library asks for version
/// GLIBCXX_3.4.32 because of one symbol (std::ios_base_library_init) that nothing in it calls; in the copy that demand is weak.
/// </summary>
internal static class PatchedLibrary
{
    private const string NeedlessVersion = "GLIBCXX_3.4.32";

    /// <summary>The path of the copy, made now if need be; null where the library does not ask for that version.</summary>
    /// <param name="original">The library as its package has it.</param>
    /// <param name="folders">Where the copy may lie; the first that can be written is used.</param>
    /// <exception cref="InvalidDataException">The library is damaged.</exception>
    /// <exception cref="IOException">No folder can be written.</exception>
    public static string? Copy(string original, IReadOnlyList<string> folders)
    {
        byte[] bytes = File.ReadAllBytes(original);
        string key = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
        try
        {
            if (ElfVersions.Weaken(bytes, NeedlessVersion) == 0) return null;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{original} is damaged ({e.Message}); delete the package's folder and restore it", e);
        }

        List<string> refusals = [];
        foreach (string folder in folders)
        {
            try
            {
                return Store(bytes, folder, $"libLibTorchSharp-{key}.so");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                refusals.Add(e.Message);
            }
        }

        throw new IOException(
            $"no folder for a copy of {Path.GetFileName(original)} can be written ({string.Join("; ", refusals)}); set XDG_CACHE_HOME");
    }

    /// <summary>The user's cache, then the temporary folder.</summary>
    public static IReadOnlyList<string> CacheFolders()
    {
        List<string> folders = [];
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (!string.IsNullOrEmpty(cache) && Path.IsPathRooted(cache)) folders.Add(Path.Combine(cache, "hillock"));
        if (home.Length > 0) folders.Add(Path.Combine(home, ".cache", "hillock"));
        folders.Add(Path.Combine(Path.GetTempPath(), $"hillock-{Environment.UserName}"));
        return folders;
    }

    // Other processes may do the same at this moment: each writes a file of its own and renames it, so that whoever looks sees the
    // whole copy or none. What is already there is compared, not trusted.
    private static string Store(byte[] bytes, string folder, string name)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string path = Path.Combine(folder, name);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return path;
        string mine = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(mine, bytes);
            File.Move(mine, path, overwrite: true);
        }
        catch
        {
            File.Delete(mine);
            throw;
        }

        return path;
    }
}
