using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hillock.Data.Files;

namespace Hillock.Data.Numpy;

/// <summary>
/// What stands before the numbers of a .npy file: "\x93NUMPY", the version, the length of the header, and a Python dictionary with the keys
/// descr, fortran_order and shape (numpy.lib.format; versions 1, 2 and 3).
/// </summary>
internal sealed partial record NpyHeader(NumberFormat Format, bool Fortran, long[] Shape)
{
    public const int LongestHeader = 1 << 16;

    /// <summary>The first six bytes.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of values; a file holds them all, so they can be counted.</summary>
    public long Count => (long)Product(Shape);

    /// <summary>Reads the header and makes sure that the file can hold the numbers it states.</summary>
    public static NpyHeader Read(ByteSource source)
    {
        Span<byte> start = stackalloc byte[8];
        if (source.ReadSome(start) < 8 || !start.StartsWith(Magic))
            throw DataError.At(source.Name, "byte 0", "a .npy file starts with \\x93NUMPY, this does not", "save it with numpy.save");
        if (start[6] is < 1 or > 3)
            throw DataError.At(source.Name, "byte 6", $"version {start[6]} of the format is not known", "save it with numpy.save");
        Span<byte> lengthBytes = stackalloc byte[start[6] == 1 ? 2 : 4];
        source.Read(lengthBytes);
        uint length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        source.Demand(length, $"{length} bytes of header");
        if (length > LongestHeader)
            throw DataError.At(source.Name, "byte 8", $"the header is stated to have {length} bytes",
                $"at most {LongestHeader} are read; the file is damaged");
        byte[] text = new byte[length];
        source.Read(text);
        NpyHeader header = Parse(source.Name, Encoding.UTF8.GetString(text));
        source.Demand(Product(header.Shape) * (UInt128)header.Format.Size, $"the shape ({string.Join(", ", header.Shape)})");
        return header;
    }

    /// <summary>The shape of an array that is to stand in memory as a whole.</summary>
    public int[] ShapeInMemory(string file)
    {
        if (Count > Array.MaxLength || Array.Exists(Shape, size => size > int.MaxValue))
            throw DataError.At(file, null, $"{Count} values of shape ({string.Join(", ", Shape)}) are too many",
                $"at most {Array.MaxLength} fit; give a part of them");
        return Array.ConvertAll(Shape, size => (int)size);
    }

    /// <summary>The header, padded with blanks so that the numbers start at a multiple of 64 bytes, as numpy writes it.</summary>
    public byte[] ToBytes()
    {
        string tuple = Shape.Length == 1 ? $"{Shape[0]}," : string.Join(", ", Shape);
        string text = $"{{'descr': '{Format}', 'fortran_order': {(Fortran ? "True" : "False")}, 'shape': ({tuple}), }}";
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] bytes = [.. Magic, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text.PadRight(total - 11) + "\n")];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - 10));
        return bytes;
    }

    private static NpyHeader Parse(string file, string text)
    {
        Match order = OrderPattern().Match(text), shape = ShapePattern().Match(text), descr = DescrPattern().Match(text);
        if (!order.Success || !shape.Success || !text.Contains("descr", StringComparison.Ordinal))
            throw DataError.At(file, "byte 10", $"the header {DataError.Show(text)} lacks descr, fortran_order or shape",
                "save it with numpy.save");
        NumberFormat format = descr.Success
            ? new(descr.Groups["kind"].Value == "?" ? 'b' : descr.Groups["kind"].Value[0],
                descr.Groups["size"] is { Length: > 0 and < 3 } bytes ? int.Parse(bytes.Value, CultureInfo.InvariantCulture) : 1,
                descr.Groups["order"].Value == ">")
            : default;
        if (!format.IsKnown)
            throw DataError.At(file, "byte 10", $"arrays of this type are not read: {DataError.Show(text)}",
                "convert it to numbers, with array.astype('float32')");
        List<long> sizes = [];
        foreach (string part in shape.Groups["sizes"].Value.Split(',', StringSplitOptions.TrimEntries).Where(part => part.Length > 0))
        {
            // Python 2 wrote long integers with an L.
            if (!long.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long size))
                throw DataError.At(file, "byte 10", $"{DataError.Show(part)} is no size that an array can have",
                    "the file is damaged: save it again");
            sizes.Add(size);
        }

        return new(format, order.Groups["value"].Value == "True", [.. sizes]);
    }

    // A zero among the sizes makes an empty array, whatever the others are. Many sizes could pass 2¹²⁸: saturate.
    private static UInt128 Product(long[] shape)
    {
        if (shape.Contains(0)) return 0;
        UInt128 product = 1;
        foreach (long size in shape)
        {
            product *= (UInt128)size;
            if (product > ulong.MaxValue) return ulong.MaxValue;
        }

        return product;
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"](?<order>[<>=|]?)(?<kind>[a-zA-Z?])(?<size>\d*)['"]""")]
    private static partial Regex DescrPattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(?<value>True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\((?<sizes>[^()]*)\)""")]
    private static partial Regex ShapePattern();
}
