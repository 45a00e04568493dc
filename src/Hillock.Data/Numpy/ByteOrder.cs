using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hillock.Data.Numpy;

/// <summary>Turns numbers from a file's byte order to the machine's, or back.</summary>
internal static class ByteOrder
{
    public static void Turn(Span<byte> bytes, NpyLayout layout)
    {
        if (layout.BigEndian == !BitConverter.IsLittleEndian) return;
        if (layout.Bits == 16) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (layout.Bits == 32) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }
}
