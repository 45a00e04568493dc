using System.Text;

namespace Hillock.Report.Tests;

/// <summary>
/// Reads TensorBoard's event files by the published formats, sharing nothing with the writer; throws where a check does not fit.
/// </summary>
internal static class EventFileReader
{
    public sealed record Event(double WallTime, long Step, string? Version, string? Tag, float? Value);

    public static List<Event> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<Event> events = [];
        for (int at = 0; at < bytes.Length;)
        {
            int length = checked((int)BitConverter.ToUInt64(bytes, at));
            Check(bytes.AsSpan(at, 8), BitConverter.ToUInt32(bytes, at + 8));
            Check(bytes.AsSpan(at + 12, length), BitConverter.ToUInt32(bytes, at + 12 + length));
            events.Add(Parse(bytes.AsSpan(at + 12, length)));
            at += 16 + length;
        }
        return events;
    }

    /// <summary>CRC-32C bit by bit: the reflected polynomial 0x82F63B78.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xffffffff;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
        }
        return ~crc;
    }

    private static void Check(ReadOnlySpan<byte> bytes, uint masked)
    {
        uint rotated = masked - 0xa282ead8, crc = rotated >> 17 | rotated << 15;
        if (crc != Crc32C(bytes)) throw new InvalidDataException("The check does not fit the data.");
    }

    private static Event Parse(ReadOnlySpan<byte> message)
    {
        double wallTime = 0;
        long step = 0;
        string? version = null, tag = null;
        float? value = null;
        foreach ((int field, byte[] content) in Fields(message))
            switch (field)
            {
                case 1: wallTime = BitConverter.ToDouble(content); break;
                case 2: step = BitConverter.ToInt64(content); break;
                case 3: version = Encoding.UTF8.GetString(content); break;
                case 5:
                    byte[] point = Fields(content).Single(part => part.Field == 1).Content;
                    foreach ((int inner, byte[] part) in Fields(point))
                        if (inner == 1) tag = Encoding.UTF8.GetString(part);
                        else if (inner == 2) value = BitConverter.ToSingle(part);
                    break;
            }
        return new(wallTime, step, version, tag, value);
    }

    private static List<(int Field, byte[] Content)> Fields(ReadOnlySpan<byte> message)
    {
        List<(int, byte[])> fields = [];
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message, ref at);
            ulong size = (key & 7) switch { 0 => 0, 1 => 8, 5 => 4, 2 => Varint(message, ref at), _ => throw new InvalidDataException("Unknown wire type.") };
            byte[] content = (key & 7) == 0 ? BitConverter.GetBytes(Varint(message, ref at)) : message.Slice(at, (int)size).ToArray();
            at += (int)size;
            fields.Add(((int)(key >> 3), content));
        }
        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
    }
}
