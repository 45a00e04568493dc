using System.Runtime.InteropServices;
using Hillock.Data.Files;
using Hillock.Data.Numpy;

namespace Hillock.Data;

/// <summary>
/// Reads a .npy file of 16, 32 or 64-bit floats from front to back, a part at a time, so that its size does not matter. The numbers come
/// in the file's own order; a gzipped file is unpacked on the way.
/// </summary>
public sealed class NpyReader : IDisposable
{
    private readonly ByteSource _source;

    private NpyReader(ByteSource source, NpyLayout layout) => (_source, Layout) = (source, layout);

    /// <summary>What the header says.</summary>
    public NpyLayout Layout { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no .npy file, holds no floats, or states more than it holds.</exception>
    public static NpyReader Open(string path)
    {
        ByteSource source = ByteSource.Open(path);
        try
        {
            NpyHeader header = NpyHeader.Read(source);
            if (header.Format.Kind != 'f')
                throw DataError.At(path, "byte 10", $"the numbers are of type {header.Format}, not floats",
                    "convert them, with array.astype('float32')");
            return new(source, new(8 * header.Format.Size, header.Format.BigEndian, header.Fortran, header.Shape));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The next numbers, as many as fit.</summary>
    /// <exception cref="ArgumentException">The type is not as wide as the file's numbers.</exception>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Read<T>(Span<T> numbers) where T : unmanaged
    {
        Layout.Demand<T>();
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers);
        _source.Read(bytes);
        ByteOrder.Turn(bytes, Layout);
    }

    /// <summary>Makes sure that nothing follows the numbers.</summary>
    /// <exception cref="InvalidDataException">There is more than the header states.</exception>
    public void DemandEnd() => _source.DemandEnd();

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
