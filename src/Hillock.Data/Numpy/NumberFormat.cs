using System.Buffers.Binary;
using System.Globalization;
using Hillock.Data.Files;

namespace Hillock.Data.Numpy;

/// <summary>How a number is stored.</summary>
/// <param name="Kind">'f' float, 'i' signed, 'u' unsigned integer, 'b' truth value.</param>
/// <param name="Size">Bytes.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct NumberFormat(char Kind, int Size, bool BigEndian)
{
    /// <summary>Whether there is a conversion for it.</summary>
    public bool IsKnown => (Kind, Size) is ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8) or ('b', 1);

    /// <summary>32-bit floats as this library writes them.</summary>
    public static NumberFormat Single => new('f', 4, BigEndian: false);

    /// <summary>As numpy writes it: "&lt;f4", "|u1".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{Kind}{Size}");

    /// <summary>Reads as many numbers as the destination takes, each rounded to float.</summary>
    public void Read(ByteSource source, Span<float> destination)
    {
        byte[] block = new byte[1 << 16];
        int perBlock = block.Length / Size;
        while (destination.Length > 0)
        {
            int count = Math.Min(perBlock, destination.Length);
            source.Read(block.AsSpan(0, count * Size));
            Convert(block, destination[..count]);
            destination = destination[count..];
        }
    }

    private void Convert(Span<byte> bytes, Span<float> numbers)
    {
        if (BigEndian && Size > 1)
            for (int i = 0; i < numbers.Length; i++) bytes.Slice(i * Size, Size).Reverse();
        switch (Kind, Size)
        {
            case ('u' or 'b', 1):
                for (int i = 0; i < numbers.Length; i++) numbers[i] = bytes[i];
                break;
            case ('i', 1):
                for (int i = 0; i < numbers.Length; i++) numbers[i] = (sbyte)bytes[i];
                break;
            case ('f', 4):
                for (int i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]);
                break;
            default:
                for (int i = 0; i < numbers.Length; i++) numbers[i] = ReadOther(bytes[(i * Size)..]);
                break;
        }
    }

    private float ReadOther(ReadOnlySpan<byte> bytes) => (Kind, Size) switch
    {
        ('f', 2) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ('f', _) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };
}
