using System.IO.Compression;
using Hillock.Data.Files;

namespace Hillock.Data.Numpy;

/// <summary>Reads archives of arrays.</summary>
internal static class NpzStream
{
    /// <summary>The arrays, and how their numbers were stored.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="wanted">Which names to read; all when null.</param>
    public static List<(NpyArray Array, NumberFormat Format)> Read(string path, Predicate<string>? wanted = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException(MissingFile.Message(path), path);
        if (new FileInfo(path).Length == 0) throw DataError.At(path, null, "the file is empty", "give a file with data");
        List<(NpyArray, NumberFormat)> arrays = [];
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
                if (wanted is not null && !wanted(name)) continue;
                using ByteSource source = ByteSource.OverEntry($"{path}, array {name}", entry);
                arrays.Add(NpyStream.Read(source, name));
            }
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw DataError.At(path, null, "the zip archive is damaged or cut off", "save it again with numpy.savez");
        }

        return arrays;
    }
}
