using Hillock.Data.Images;
using Hillock.Data.Numpy;

namespace Hillock.Data.Files;

/// <summary>What a file holds.</summary>
internal enum FileKind
{
    /// <summary>A table.</summary>
    Csv,

    /// <summary>One NumPy array.</summary>
    Npy,

    /// <summary>An archive of NumPy arrays.</summary>
    Npz,

    /// <summary>An array in the format of MNIST.</summary>
    Idx,
}

/// <summary>Tells what a file holds: by its extension where that is known, else by its first bytes.</summary>
internal static class FileKinds
{
    private static readonly Dictionary<string, FileKind> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = FileKind.Csv,
        [".tsv"] = FileKind.Csv,
        [".npy"] = FileKind.Npy,
        [".npz"] = FileKind.Npz,
    };

    public static FileKind Of(string path)
    {
        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (Extensions.TryGetValue(Path.GetExtension(plain), out FileKind known)) return known;
        using ByteSource source = ByteSource.Open(path);
        byte[] block = new byte[4096];
        ReadOnlySpan<byte> start = block.AsSpan(0, source.ReadSome(block));
        if (start.StartsWith(NpyHeader.Magic)) return FileKind.Npy;
        if (start.StartsWith("PK\x3\x4"u8)) return FileKind.Npz;
        // The usual names tell an IDX file whose start is damaged; reading it gives the exact complaint.
        if (IdxFile.Starts(start) || Path.GetFileName(path).Contains("-ubyte", StringComparison.Ordinal)) return FileKind.Idx;
        if (start.Contains((byte)0))
            throw DataError.At(path, "byte 0", "the file is in no known format",
                "give a .csv, .npy, .npz or IDX file; for CIFAR-10 give the folder: cifar10:FOLDER");
        return FileKind.Csv;
    }
}
