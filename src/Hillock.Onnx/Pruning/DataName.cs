using System.Security.Cryptography;

namespace Hillock.Onnx.Pruning;

/// <summary>Data by name and content.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Hashes">The SHA-256 of each file, by its path as it was given.</param>
public sealed record DataName(string Name, IReadOnlyDictionary<string, string> Hashes)
{
    /// <summary>Hashes files, and every file of folders.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static DataName Of(string name, IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new(name, paths.SelectMany(path => Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : File.Exists(path) ? [path] : Enumerable.Empty<string>())
            .Distinct().ToDictionary(path => path, Hash));
    }

    internal static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
