using System.Text;

namespace Hillock.Statistics;

/// <summary>
/// The file of saved statistics, little-endian: the magic "HILLSTAT", the version, the length and FNV-1a hash of what follows; then the
/// activation as text, units, detail interval, saturation slope, samples, observations, and the arrays in a fixed order, whose lengths
/// follow from the units.
/// </summary>
internal static class StatisticsFile
{
    /// <summary>More units than any layer has; what claims more is damaged.</summary>
    public const int MostUnits = 1 << 24;

    private const int Version = 1;
    private const int HeaderLength = 8 + 4 + 8 + 8;
    private const int LongestText = 1024;
    private static readonly byte[] Magic = "HILLSTAT"u8.ToArray();

    public static void Write(Stream stream, Action<BinaryWriter> writePayload)
    {
        using MemoryStream payload = new();
        using (BinaryWriter writer = new(payload, Encoding.UTF8, leaveOpen: true)) writePayload(writer);
        ReadOnlySpan<byte> bytes = payload.GetBuffer().AsSpan(0, (int)payload.Length);
        using BinaryWriter header = new(stream, Encoding.UTF8, leaveOpen: true);
        header.Write(Magic);
        header.Write(Version);
        header.Write((long)bytes.Length);
        header.Write(Hash(bytes));
        header.Write(bytes);
    }

    /// <summary>The payload, known to be whole.</summary>
    /// <exception cref="InvalidDataException">It is not; the message says why.</exception>
    public static BinaryReader Open(Stream stream)
    {
        byte[] header = new byte[HeaderLength];
        int got = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (got < Magic.Length || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidDataException("These are no saved unit statistics: they do not begin with HILLSTAT.");
        if (got < HeaderLength) throw new InvalidDataException($"The saved statistics end after {got} bytes, within their header.");
        int version = BitConverter.ToInt32(header, 8);
        if (version != Version)
            throw new InvalidDataException($"The saved statistics have version {version}; this program reads version {Version}.");
        long length = BitConverter.ToInt64(header, 12);
        if (length is < 0 or > int.MaxValue)
            throw new InvalidDataException($"The saved statistics claim {length} bytes; 0 to {int.MaxValue} are possible.");
        // What a header claims is not allocated before as many bytes have come.
        MemoryStream payload = new();
        byte[] block = new byte[1 << 16];
        while (payload.Length < length)
        {
            int read = stream.Read(block, 0, (int)Math.Min(block.Length, length - payload.Length));
            if (read == 0)
                throw new InvalidDataException($"The saved statistics end after {payload.Length} of {length} bytes.");
            payload.Write(block, 0, read);
        }

        if (Hash(payload.GetBuffer().AsSpan(0, (int)payload.Length)) != BitConverter.ToUInt64(header, 20))
            throw new InvalidDataException("The saved statistics are damaged: their hash is not the one written with them.");
        payload.Position = 0;
        return new(payload, Encoding.UTF8);
    }

    public static string ReadText(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        if (length is < 0 or > LongestText) throw new InvalidDataException($"The saved statistics claim a name of {length} bytes.");
        return Encoding.UTF8.GetString(reader.ReadBytes(length));
    }

    public static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static void Write(BinaryWriter writer, long[] values)
    {
        foreach (long value in values) writer.Write(value);
    }

    public static void Write(BinaryWriter writer, double[] values)
    {
        foreach (double value in values) writer.Write(value);
    }

    public static void Write(BinaryWriter writer, float[] values)
    {
        foreach (float value in values) writer.Write(value);
    }

    /// <summary>Counts, none of which may be negative.</summary>
    public static void ReadCounts(BinaryReader reader, long[] values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = ReadCount(reader);
    }

    public static long ReadCount(BinaryReader reader)
    {
        long value = reader.ReadInt64();
        return value >= 0 ? value : throw new InvalidDataException($"The saved statistics hold a count of {value}.");
    }

    /// <summary>Sums and means, all of which must be finite.</summary>
    public static void ReadSums(BinaryReader reader, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadDouble();
            if (!double.IsFinite(values[i])) throw new InvalidDataException($"The saved statistics hold a sum of {values[i]}.");
        }
    }

    public static void ReadFloats(BinaryReader reader, float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
            if (float.IsNaN(values[i])) throw new InvalidDataException("The saved statistics hold an origin or extreme that is NaN.");
        }
    }

    // Fowler, Noll and Vo's hash, variant 1a, of 64 bits: enough against damage, not against malice.
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in bytes) hash = (hash ^ value) * 1099511628211;
        return hash;
    }
}
