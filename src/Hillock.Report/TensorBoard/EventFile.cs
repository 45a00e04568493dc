using System.Buffers.Binary;
using System.Numerics;

namespace Hillock.Report.TensorBoard;

/// <summary>
/// Writes events in TensorFlow's record format: length (8 bytes), its masked CRC-32C (4), the Event message, its masked CRC-32C (4),
/// all little-endian. Field numbers are those of tensorflow's event.proto and summary.proto.
/// </summary>
internal sealed class EventFile(Stream stream)
{
    /// <summary>The first event of every file.</summary>
    public void Version(double wallTime) => Record(new ProtobufMessage().Double(1, wallTime).Text(3, "brain.Event:2"));

    /// <summary>One number of a curve.</summary>
    public void Scalar(double wallTime, long step, string tag, double value, string description)
    {
        ProtobufMessage metadata = new ProtobufMessage().Text(3, description);
        ProtobufMessage point = new ProtobufMessage().Text(1, tag).Float(2, (float)value).Message(9, metadata);
        Record(new ProtobufMessage().Double(1, wallTime).Integer(2, step).Message(5, new ProtobufMessage().Message(1, point)));
    }

    private void Record(ProtobufMessage message)
    {
        Span<byte> length = stackalloc byte[8], check = stackalloc byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.Bytes.Length);
        stream.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(check, MaskedCrc(length));
        stream.Write(check);
        stream.Write(message.Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(check, MaskedCrc(message.Bytes));
        stream.Write(check);
    }

    // Masked, since the check of data that itself holds checks would be weak.
    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
