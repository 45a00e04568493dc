using System.Globalization;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Models;

/// <summary>Where a tensor's values lie outside the model: a file in the model's own folder or below it, and nowhere else.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many bytes.</param>
internal sealed record ExternalFile(string Path, long Offset, long Length)
{
    private const int External = 1;

    public static bool Holds(TensorProto tensor) => tensor.DataLocation == External;

    /// <summary>The place that the tensor names, checked: inside the folder, there, and long enough.</summary>
    /// <exception cref="InvalidDataException">The path leads out of the folder, the file is missing or too short.</exception>
    public static ExternalFile Of(string model, TensorProto tensor, long bytes)
    {
        string place = $"tensor {ModelError.Show(tensor.Name)}";
        string location = Entry(tensor, "location") ?? "";
        if (location.Length == 0)
            throw ModelError.At(model, place, "its values are in an external file without a name", "export the model again");
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(model))!;
        string path = Inside(folder, location)
            ?? throw ModelError.At(model, place, $"its values are in {ModelError.Show(location)}, outside the model's folder, which is refused",
                "put the file beside the model and export it with a plain file name");
        if (!File.Exists(path))
            throw ModelError.At(model, place, $"its values are in the file {ModelError.Show(location)}, which is missing", $"put it into {folder}");
        long offset = Number(model, place, tensor, "offset") ?? 0, size = new FileInfo(path).Length;
        long length = Number(model, place, tensor, "length") ?? size - offset;
        if (offset > size || length > size - offset)
            throw ModelError.At(model, place, $"it needs bytes {offset} to {(UInt128)offset + (UInt128)length} of {ModelError.Show(location)}, which has {size}",
                "the file is cut off: fetch it again");
        return length == bytes ? new(path, offset, length)
            : throw ModelError.At(model, place, $"its shape needs {bytes} bytes, but {length} are given in {ModelError.Show(location)}", "export the model again");
    }

    /// <summary>The bytes.</summary>
    public byte[] Read()
    {
        using FileStream stream = new(Path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] bytes = new byte[Length];
        stream.Position = Offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Links are followed before the comparison: one that leads out is refused like "..".
    private static string? Inside(string folder, string location)
    {
        if (System.IO.Path.IsPathRooted(location) || location.Contains('\0', StringComparison.Ordinal)) return null;
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location));
        return Below(folder, path) && Below(Real(folder), Real(path)) ? path : null;
    }

    private static bool Below(string folder, string path) =>
        path.StartsWith(System.IO.Path.TrimEndingDirectorySeparator(folder) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || System.IO.Path.GetPathRoot(folder) == folder;

    private static string Real(string path)
    {
        string root = System.IO.Path.GetPathRoot(path)!, real = root;
        foreach (string part in path[root.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = System.IO.Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } target) real = Real(target.FullName);
        }

        return real;
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;

    private static long? Number(string model, string place, TensorProto tensor, string key)
    {
        if (Entry(tensor, key) is not string text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
            : throw ModelError.At(model, place, $"the {key} {ModelError.Show(text)} of its external data is not a number of bytes", "export the model again");
    }
}
