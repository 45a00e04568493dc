using Hillock.Data.Csv;
using Hillock.Data.Files;

namespace Hillock.Data.Reading;

/// <summary>A table of numbers and nothing else, apart from a header and a label at the end, read a piece at a time.</summary>
internal sealed class TableReader : SampleReader
{
    private const int Piece = 1 << 20;

    private readonly int _features;
    private readonly IEnumerator<CsvReader> _rows;

    private TableReader(string path, int features) : base(path, [features], null) => (_features, _rows) = (features, Rows(path).GetEnumerator());

    /// <summary>
    /// Looks through the table and opens it; null where it holds anything else: texts that must become numbers, cells to be filled, rows of
    /// another length. Such a table is read whole, which also says what is wrong with it.
    /// </summary>
    public static TableReader? TryOpen(string path, int features)
    {
        try
        {
            bool isFirst = true, any = false;
            foreach (CsvReader row in Rows(path))
            {
                if (row.Count != features && row.Count != features + 1) return null;
                bool isNumbers = Enumerable.Range(0, features).All(c => CsvCell.TryNumber(row.Cell(c), out float number) && float.IsFinite(number));
                if (!isNumbers && !isFirst) return null;
                (isFirst, any) = (false, any | isNumbers);
            }

            return any ? new(path, features) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public override int Read(Span<float> values)
    {
        int count = 0;
        while ((count + 1) * _features <= values.Length && _rows.MoveNext())
        {
            bool isNumbers = _rows.Current.Count >= _features;
            for (int c = 0; c < _features && isNumbers; c++) isNumbers = CsvCell.TryNumber(_rows.Current.Cell(c), out values[count * _features + c]);
            // The header; all else was looked at before.
            if (isNumbers) count++;
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _rows.Dispose();
        base.Dispose(disposing);
    }

    /// <exception cref="InvalidDataException">A quote occurs, in which a row may go on over lines, or no line ends for a long while.</exception>
    private static IEnumerable<CsvReader> Rows(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        byte[] left = [];
        byte? delimiter = null;
        for (bool more = true; more;)
        {
            byte[] text = new byte[left.Length + Piece];
            left.CopyTo(text, 0);
            int length = left.Length + source.ReadSome(text.AsSpan(left.Length));
            more = length == text.Length;
            int end = more ? text.AsSpan().LastIndexOf((byte)'\n') + 1 : length;
            if (end == 0 && more || text.AsSpan(0, length).Contains((byte)'"')) throw DataError.At(path, null, "it is no plain table of numbers", "give one");
            left = text[end..length];
            Array.Resize(ref text, end);
            delimiter ??= CsvText.FindDelimiter(path, text);
            CsvReader reader = new(path, text, delimiter.Value);
            while (reader.ReadRow()) yield return reader;
        }
    }
}
