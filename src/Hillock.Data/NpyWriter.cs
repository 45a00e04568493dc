using System.Runtime.InteropServices;
using Hillock.Data.Numpy;

namespace Hillock.Data;

/// <summary>Writes a .npy file of floats from front to back, a part at a time; see <see cref="NpyFile.Write(string, NpyLayout, Action{NpyWriter})"/>.</summary>
public sealed class NpyWriter
{
    private readonly Stream _stream;
    private readonly NpyLayout _layout;

    internal NpyWriter(Stream stream, NpyLayout layout)
    {
        (_stream, _layout) = (stream, layout);
        stream.Write(layout.Header.ToBytes());
    }

    /// <summary>How many numbers were written.</summary>
    public long Written { get; private set; }

    /// <summary>The next numbers; they are turned to the file's byte order in place, so the span is used up.</summary>
    /// <exception cref="ArgumentException">The type is not as wide as the file's numbers, or they are more than the shape holds.</exception>
    public void Write<T>(Span<T> numbers) where T : unmanaged
    {
        _layout.Demand<T>();
        Written += numbers.Length;
        if (Written > _layout.Count) throw new ArgumentException($"The shape holds {_layout.Count} numbers, and {Written} are given.", nameof(numbers));
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers);
        ByteOrder.Turn(bytes, _layout);
        _stream.Write(bytes);
    }
}
