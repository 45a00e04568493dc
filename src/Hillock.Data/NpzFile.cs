using System.IO.Compression;
using Hillock.Data.Files;
using Hillock.Data.Numpy;

namespace Hillock.Data;

/// <summary>NumPy's .npz archives: several named arrays in one zip file.</summary>
public static class NpzFile
{
    /// <summary>Reads all arrays, in the order of the archive; <see cref="NpyFile"/> says which kinds of numbers.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is no zip archive, an array in it is not readable, or states more than it holds.
    /// </exception>
    public static IReadOnlyList<NpyArray> Read(string path) => [.. NpzStream.Read(path).Select(entry => entry.Array)];

    /// <summary>
    /// Writes arrays of 32-bit floats without compression, as numpy.savez does, beside the path, then renames. The same arrays give the
    /// same bytes: every entry carries the same date.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit its values, or a name is empty or given twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<(string Name, int[] Shape, float[] Data)> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        HashSet<string> names = [];
        foreach ((string name, int[] shape, float[] data) in arrays)
        {
            NpyStream.Check(shape, data);
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException($"Each array needs a name of its own, but '{name}' is empty or given twice.", nameof(arrays));
        }

        ReplacedFile.Write(path, stream =>
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, int[] shape, float[] data) in arrays)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
                // The earliest date that a zip archive can state.
                entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream target = entry.Open();
                NpyStream.Write(target, shape, data);
            }
        });
    }
}
