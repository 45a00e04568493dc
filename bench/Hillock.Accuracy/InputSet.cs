using System.Runtime.Intrinsics;

namespace Hillock.Accuracy;

/// <summary>Which floats are checked, in blocks that can be done in any order: all 2^32, or every n-th and the special regions densely.</summary>
internal sealed class InputSet
{
    /// <summary>The length of a block; the last may be shorter, but every length is a multiple of 8.</summary>
    public const int BlockLength = 1 << 20;

    // Floats on each side of a point at which functions change: most of these are where some function saturates, underflows or overflows.
    private const int Neighbours = 512;

    private static readonly double[] Corners =
    [
        1e-8, 1e-4, 0.01, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5.4, 6, 8, 9, 10, 13, 14.4, 15, 16, 16.6, 17.3, 18, 20, 22, 32, 36.7, 37.4, 38.5, 40, 44,
        51.9, 60, 64, 87.34, 88.03, 88.72, 89.4, 92, 103.28, 103.97, 104, 110, 126, 150, 300, 373, 708, 1000, 1 << 20, 1 << 23, 1 << 24, 1 << 25, 1.2784645,
        1.1924312, 0.75179152, 0.7525, 5.70e37, 7e12, 4.29e9, 6.9e18, 1.84e19, 2.4e19, 1.7e38, 3.7e22, 8.5e37, 1.17549435e-38, 1e-20, 1.4e-45, 3.4028235e38,
    ];

    private readonly uint[] _dense;
    private readonly long _step;
    private readonly long _strided;

    private InputSet(string name, long step, uint[] dense)
    {
        Name = name;
        _step = step;
        _dense = dense;
        _strided = (1L << 32) / step / 8 * 8;
    }

    /// <summary>"all", or "sample256".</summary>
    public string Name { get; }

    public long Count => _strided + _dense.Length;

    public int Blocks => (int)((Count + BlockLength - 1) / BlockLength);

    public static InputSet All { get; } = new("all", 1, []);

    /// <summary>Every <paramref name="step"/>-th float, and some hundred around each point at which something changes.</summary>
    public static InputSet Sample(int step, Activation f)
    {
        if (step == 1) return All;
        IEnumerable<double> points = Corners.Concat(f.Facts.Kinks).Concat(f.Facts.TurningPoints).Concat(f.Parameters.Select(p => f[p.Name])).Append(0);
        SortedSet<uint> dense = [];
        foreach (double point in points.Concat(points.Select(point => -point)))
        {
            uint bits = BitConverter.SingleToUInt32Bits((float)point);
            for (int i = -Neighbours; i <= Neighbours; i++) dense.Add(unchecked(bits + (uint)i));
        }
        uint[] floats = [.. dense];
        return new($"sample{step}", step, floats[..(floats.Length / 8 * 8)]);
    }

    public int Length(int block) => (int)Math.Min(BlockLength, Count - (long)block * BlockLength);

    /// <summary>The inputs of a block from <paramref name="offset"/> on.</summary>
    public void Fill(int block, int offset, Span<float> x)
    {
        long start = (long)block * BlockLength + offset;
        if (_step == 1)
        {
            Vector256<uint> bits = Vector256<uint>.Indices + Vector256.Create((uint)start);
            for (int i = 0; i < x.Length; i += 8, bits += Vector256.Create(8u)) bits.AsSingle().CopyTo(x[i..]);
            return;
        }
        for (int i = 0; i < x.Length; i++)
        {
            long at = start + i;
            x[i] = BitConverter.UInt32BitsToSingle(at < _strided ? (uint)(at * _step + Jitter(at)) : _dense[at - _strided]);
        }
    }

    // A sample steps unevenly, or it would never meet a result that depends on the last bits of an input.
    private long Jitter(long at) => (long)((ulong)at * 0x9E3779B97F4A7C15UL >> 32) % _step;
}
