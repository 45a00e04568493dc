using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Hillock.Data.Files;

namespace Hillock.Data.Csv;

/// <summary>The text of a CSV file as a whole: its encoding and its delimiter.</summary>
internal static class CsvText
{
    // A packed table states no size, so its unpacking needs a bound; a gigabyte of text is 100 million numbers.
    private const int MostBytes = 1 << 30;
    private const int RowsLookedAt = 10;

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    public static int BomLength(ReadOnlySpan<byte> text) => text.StartsWith(Bom) ? Bom.Length : 0;

    /// <summary>Reads a file and makes sure that it is UTF-8.</summary>
    public static byte[] Read(ByteSource source)
    {
        byte[] text = source.ReadAll(MostBytes, "give a part of it, or the arrays as .npz");
        if (!Utf8.IsValid(text)) throw NotUtf8(source.Name, text);
        if (text.AsSpan(BomLength(text)).Trim(" \t\r\n"u8).IsEmpty)
            throw DataError.At(source.Name, null, "the file is empty", "give a file with data");
        return text;
    }

    /// <summary>
    /// Tab, semicolon or comma: the first of them that cuts the first ten rows into equally many cells, two or more. So "1,5;2,5" is two
    /// numbers with decimal commas rather than three cells. Where none does, the one that cuts the first row most.
    /// </summary>
    public static byte FindDelimiter(string file, byte[] text)
    {
        ReadOnlySpan<byte> candidates = "\t;,"u8;
        (byte best, int most) = ((byte)',', 1);
        foreach (byte candidate in candidates)
        {
            int first;
            try
            {
                CsvReader reader = new(file, text, candidate);
                reader.ReadRow();
                first = reader.Count;
                int rows = 1;
                bool equal = true;
                for (; rows < RowsLookedAt && reader.ReadRow(); rows++) equal &= reader.Count == first;
                if (first > 1 && rows > 1 && equal) return candidate;
            }
            catch (InvalidDataException)
            {
                // With the wrong delimiter a quoted cell seems to be followed by text; the right one will tell of real mistakes.
                continue;
            }

            if (first > most) (best, most) = (candidate, first);
        }

        return best;
    }

    private static InvalidDataException NotUtf8(string file, byte[] text)
    {
        int offset = 0;
        while (offset < text.Length && Rune.DecodeFromUtf8(text.AsSpan(offset), out _, out int length) == OperationStatus.Done)
            offset += length;
        int line = 1 + text.AsSpan(0, offset).Count((byte)'\n');
        return DataError.At(file, $"line {line}, byte {offset}", "the text is not UTF-8", "save the file as UTF-8");
    }
}
