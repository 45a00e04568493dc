using System.Buffers.Binary;

namespace Hillock.Fuzz;

/// <summary>Small damages, one to eight at once.</summary>
internal static class Mutation
{
    private static readonly long[] Telling = [0, 1, -1, 127, 128, 255, 256, 32767, 65535, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue];

    public static byte[] Of(byte[] from, IReadOnlyList<byte[]> others, Random random)
    {
        List<byte> bytes = [.. from];
        for (int left = random.Next(1, 9); left > 0; left--) Damage(bytes, others, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, IReadOnlyList<byte[]> others, Random random)
    {
        if (bytes.Count == 0) bytes.Add(0);
        int at = random.Next(bytes.Count), length = random.Next(1, Math.Min(16, bytes.Count - at) + 1);
        switch (random.Next(8))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5:
                byte[] other = others[random.Next(others.Count)];
                int start = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(start, Math.Min(other.Length - start, random.Next(64))).ToArray());
                break;
            case 6:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(number, Telling[random.Next(Telling.Length)]);
                if (random.Next(2) == 0) number.Reverse();
                for (int i = 0; i < length && i < 8; i++) bytes[at + i] = number[i];
                break;
            default:
                // A number of protocol buffers that is as long as it can be.
                bytes.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
                break;
        }
    }
}
