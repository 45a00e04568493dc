using System.Buffers.Binary;
using System.IO.Compression;

namespace Hillock.Data.Files;

/// <summary>
/// The bytes of a file, unpacked where it is gzipped (told by its first two bytes), read once from front to back.
/// What a header claims is checked against what the file can hold before anything is allocated for it.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    // DEFLATE's best case: 258 bytes from two bits.
    private const long LargestRatio = 1032;

    // Up to here a claim that a gzipped file might keep is believed; above, the file is unpacked and counted first.
    private const long CheapClaim = 256L << 20;

    private readonly Stream _stream;
    private readonly string? _path;
    private readonly uint? _packedSize;
    private readonly long _mostBytes;
    private long _offset;

    private ByteSource(string name, Stream stream, long mostBytes, uint? packedSize, string? path) =>
        (Name, _stream, _mostBytes, _packedSize, _path) = (name, stream, mostBytes, packedSize, path);

    /// <summary>What errors call the source.</summary>
    public string Name { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty or may not be read.</exception>
    public static ByteSource Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException(MissingFile.Message(path), path);
        FileStream file;
        try
        {
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        }
        catch (UnauthorizedAccessException)
        {
            throw DataError.At(path, null, "the file may not be read", "change its permissions");
        }

        if (!file.CanSeek)
        {
            file.Dispose();
            throw DataError.At(path, null, "it is a pipe or a device", "save the data in a file and give that");
        }

        if (file.Length == 0)
        {
            file.Dispose();
            throw DataError.At(path, null, "the file is empty", "give a file with data");
        }

        return Over(path, file, file.Length, path);
    }

    /// <summary>Reads a seekable stream of a known length.</summary>
    public static ByteSource Over(string name, Stream stream, long length, string? path = null)
    {
        bool packed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        uint size = packed && length > 4 ? LastFourBytes(stream, length) : 0;
        stream.Position = 0;
        return packed
            ? new(name, new GZipStream(stream, CompressionMode.Decompress), SaturatingRatio(length), size, path)
            : new(name, stream, length, null, path);
    }

    /// <summary>Reads an entry of an archive, which states its own length.</summary>
    public static ByteSource OverEntry(string name, ZipArchiveEntry entry) =>
        new(name, entry.Open(), Math.Min(entry.Length, SaturatingRatio(entry.CompressedLength)), null, null);

    /// <summary>Refuses a claim of more bytes to come than the file can hold.</summary>
    public void Demand(UInt128 bytes, string what)
    {
        if (bytes > (UInt128)Math.Max(0, _mostBytes - _offset)
            || (_packedSize is not null && bytes > CheapClaim && !Holds((long)bytes + _offset)))
            throw DataError.At(Name, $"byte {_offset}", $"the header states {what}, which is more than the file holds",
                "it is cut off or damaged: fetch it again");
    }

    /// <summary>Fills the span.</summary>
    /// <exception cref="InvalidDataException">The file ends before, or its packing is damaged.</exception>
    public void Read(Span<byte> destination)
    {
        int read = ReadSome(destination);
        if (read < destination.Length)
            throw DataError.At(Name, $"byte {_offset}", $"the file ends where {destination.Length - read} more bytes must follow",
                "it is cut off: fetch it again");
    }

    /// <summary>Reads until the span is full or the file ends; returns how much.</summary>
    public int ReadSome(Span<byte> destination)
    {
        int read;
        try
        {
            read = _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw DataError.At(Name, $"after {_offset} unpacked bytes", "the packed data are damaged", "fetch the file again");
        }

        _offset += read;
        // GZipStream ends quietly where a packed file is cut off; the size that gzip keeps in the last four bytes (modulo 2³²) tells.
        if (read < destination.Length && _packedSize is uint size && (uint)_offset != size)
            throw DataError.At(Name, $"after {_offset} unpacked bytes", "the packed data are cut off, or packed in several parts",
                "fetch the file again, or unpack it yourself");
        return read;
    }

    /// <summary>Refuses bytes after those that the header states: one is read, never the rest of a file made to fill the memory.</summary>
    public void DemandEnd()
    {
        if (ReadSome(stackalloc byte[1]) != 0)
            throw DataError.At(Name, $"byte {_offset - 1}", "more bytes follow than the header states",
                "the file is damaged: fetch it again");
    }

    /// <summary>All bytes that are left, at most <paramref name="most"/>.</summary>
    public byte[] ReadAll(int most, string remedy)
    {
        using MemoryStream all = new(_packedSize is not null ? 0 : (int)Math.Min(_mostBytes, most));
        byte[] block = new byte[1 << 16];
        for (int read = block.Length; read == block.Length;)
        {
            read = ReadSome(block);
            if (all.Length + read > most) throw DataError.At(Name, null, $"the file holds more than {most >> 20} MiB", remedy);
            all.Write(block, 0, read);
        }

        return all.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static long SaturatingRatio(long length) => length > long.MaxValue / LargestRatio ? long.MaxValue : length * LargestRatio;

    private static uint LastFourBytes(Stream stream, long length)
    {
        Span<byte> bytes = stackalloc byte[4];
        stream.Position = length - 4;
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private bool Holds(long bytes)
    {
        if (_path is null) return true;
        using ByteSource again = Open(_path);
        byte[] block = new byte[1 << 16];
        while (again._offset < bytes)
            if (again.ReadSome(block) < block.Length) break;
        return again._offset >= bytes;
    }
}
