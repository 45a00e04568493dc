using System.Buffers.Binary;
using System.Text;

namespace Hillock.Cli.Tests;

/// <summary>.npy files as numpy.save writes them, made here without the project's own writer.</summary>
internal static class NumpyBytes
{
    public static byte[] Header(string type, string shape, bool fortran = false)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text.PadRight(total - 11) + "\n")];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - 10));
        return bytes;
    }

    /// <summary>The numbers as a file of this type holds them: "&lt;f4", "&gt;f8" ….</summary>
    public static byte[] Of(string type, IEnumerable<double> numbers)
    {
        List<byte> bytes = [];
        byte[] number = new byte[type[2] - '0'];
        foreach (double value in numbers)
        {
            if (number.Length == 2) BinaryPrimitives.WriteHalfLittleEndian(number, (Half)value);
            else if (number.Length == 4) BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
            else BinaryPrimitives.WriteDoubleLittleEndian(number, value);
            bytes.AddRange(type[0] == '>' ? number.Reverse() : number);
        }

        return [.. bytes];
    }
}
