using System.Buffers.Binary;
using Hillock.Data.Files;
using Hillock.Data.Numpy;

namespace Hillock.Data.Images;

/// <summary>
/// One array in the IDX format of MNIST: two zero bytes, the type of the numbers, the number of sizes, the sizes (big-endian, 32 bits), the
/// numbers, the last index running fastest.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Shape">The sizes; the first counts the samples.</param>
/// <param name="Data">The numbers.</param>
/// <param name="FormatMaximum">255 for bytes, null for other numbers.</param>
internal sealed record IdxFile(string Path, int[] Shape, float[] Data, float? FormatMaximum)
{
    /// <summary>Whether the first bytes are those of an IDX file.</summary>
    public static bool Starts(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && start[0] == 0 && start[1] == 0 && FormatOf(start[2]).IsKnown && start[3] is > 0 and < 6;

    public static IdxFile Read(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        (NumberFormat format, int[] shape) = ReadHeader(source);
        UInt128 count = Count(shape);
        if (count > (UInt128)Array.MaxLength)
            throw DataError.At(path, null, $"{count} numbers are too many", $"at most {Array.MaxLength} fit; give a part of them");
        float[] data = new float[(int)count];
        format.Read(source, data);
        source.DemandEnd();
        DataError.DemandFinite(path, data, data.Length / shape[0]);
        return new(path, shape, data, format is ('u', 1, _) ? 255 : null);
    }

    /// <summary>What stands before the numbers, checked against what the file can hold.</summary>
    public static (NumberFormat Format, int[] Shape) ReadHeader(ByteSource source)
    {
        Span<byte> start = stackalloc byte[4];
        if (source.ReadSome(start) < 4 || !Starts(start))
            throw DataError.At(source.Name, "byte 0", "the file does not start as an IDX file does (0, 0, type, number of sizes)",
                "give an IDX file, or fetch it again");
        NumberFormat format = FormatOf(start[2]);
        int[] shape = new int[start[3]];
        Span<byte> size = stackalloc byte[4];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            source.Read(size);
            uint stated = BinaryPrimitives.ReadUInt32BigEndian(size);
            if (stated is 0 or > int.MaxValue)
                throw DataError.At(source.Name, $"byte {4 + (axis * 4)}", $"the header states a size of {(int)stated}",
                    "the file is damaged: fetch it again");
            shape[axis] = (int)stated;
        }

        source.Demand(Count(shape) * (UInt128)format.Size, $"the sizes {string.Join(" × ", shape)}");
        return (format, shape);
    }

    private static UInt128 Count(int[] shape) =>
        shape.Aggregate((UInt128)1, (count, size) => count > ulong.MaxValue ? count : count * (UInt128)size);

    private static NumberFormat FormatOf(byte type) => type switch
    {
        0x08 => new('u', 1, true),
        0x09 => new('i', 1, true),
        0x0B => new('i', 2, true),
        0x0C => new('i', 4, true),
        0x0D => new('f', 4, true),
        0x0E => new('f', 8, true),
        _ => default,
    };
}
