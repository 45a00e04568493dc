using System.Buffers.Binary;
using System.Text;

namespace Hillock.Torch.Native;

/// <summary>
/// Changes what a shared library of Linux (ELF, 64 bits, little endian) demands of others. Every offset is checked against the file
/// before it is used: the file may be cut short or lie.
/// </summary>
internal static class ElfVersions
{
    private const int HeaderSize = 64, SectionSize = 64, NeedSize = 16, EntrySize = 16;
    private const uint VersionNeeds = 0x6FFFFFFE;
    private const ushort Weak = 0x2;

    /// <summary>
    /// Marks the demand for a symbol version as weak, so that the system's loader goes on where no library offers that version. Symbols of
    /// other versions are still resolved and checked as before.
    /// </summary>
    /// <returns>How many demands were marked.</returns>
    /// <exception cref="InvalidDataException">The file is not such a library, or it is damaged.</exception>
    public static int Weaken(Span<byte> file, string version)
    {
        if (file.Length < HeaderSize || !file[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        long sections = Whole(file, 0x28);
        int size = Half(file, 0x3A), count = Half(file, 0x3C), changed = 0;
        if (size != SectionSize) throw new InvalidDataException($"its section headers have {size} bytes instead of {SectionSize}");
        for (int i = 0; i < count; i++)
        {
            Span<byte> section = Slice(file, sections + (long)i * SectionSize, SectionSize);
            if (Word(section, 4) != VersionNeeds) continue;
            Span<byte> needs = Slice(file, Whole(section, 0x18), Whole(section, 0x20));
            uint link = Word(section, 0x28);
            if (link >= count) throw new InvalidDataException($"section {i} refers to section {link} of {count}");
            Span<byte> names = Slice(file, sections + link * (long)SectionSize, SectionSize);
            changed += WeakenIn(needs, Slice(file, Whole(names, 0x18), Whole(names, 0x20)), version);
        }

        return changed;
    }

    // A chain of needed files, each with a chain of versions; each link is the distance to the next, 0 at the end. Distances below the
    // size of an entry would let a damaged file run in circles.
    private static int WeakenIn(Span<byte> needs, ReadOnlySpan<byte> names, string version)
    {
        int changed = 0;
        for (long need = 0; ;)
        {
            Span<byte> head = Slice(needs, need, NeedSize);
            long entry = need + Word(head, 8);
            for (int left = Half(head, 2); left > 0; left--)
            {
                Span<byte> item = Slice(needs, entry, EntrySize);
                if (NameAt(names, Word(item, 8)).SequenceEqual(Encoding.ASCII.GetBytes(version)))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(item[4..], (ushort)(Half(item, 4) | Weak));
                    changed++;
                }

                entry += Step(Word(item, 12), EntrySize, left > 1);
            }

            uint next = Word(head, 12);
            if (next == 0) return changed;
            need += Step(next, NeedSize, true);
        }
    }

    private static uint Step(uint distance, int least, bool more) =>
        !more || distance >= least ? distance : throw new InvalidDataException("its list of versions runs in a circle");

    private static ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> names, uint offset)
    {
        if (offset >= names.Length)
            throw new InvalidDataException($"a version's name lies at {offset}, beyond the {names.Length} bytes of names");
        int length = names[(int)offset..].IndexOf((byte)0);
        return length < 0 ? throw new InvalidDataException("a version's name does not end") : names.Slice((int)offset, length);
    }

    private static Span<byte> Slice(Span<byte> file, long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > file.Length - length)
            throw new InvalidDataException($"it refers to {length} bytes at {offset}, but has only {file.Length}");
        return file.Slice((int)offset, (int)length);
    }

    private static ushort Half(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);
    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
    private static long Whole(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
