using System.Buffers;
using System.Text;
using Hillock.Data.Files;

namespace Hillock.Data;

/// <summary>Writes tables that <see cref="DataSource"/>, spreadsheets and pandas read back: UTF-8, commas, quoted by RFC 4180.</summary>
public static class CsvFile
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a table beside the path, then renames it.</summary>
    /// <exception cref="ArgumentException">A row has another number of cells than the header.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(rows);
        ReplacedFile.Write(path, stream =>
        {
            UTF8Encoding withoutMark = new(encoderShouldEmitUTF8Identifier: false);
            using StreamWriter writer = new(stream, withoutMark, leaveOpen: true) { NewLine = "\n" };
            foreach (IReadOnlyList<string> row in rows.Prepend(header))
            {
                if (row.Count != header.Count)
                    throw new ArgumentException($"A row has {row.Count} cells but the header has {header.Count}.", nameof(rows));
                writer.WriteLine(string.Join(',', row.Select(Quote)));
            }
        });
    }

    // Blanks at the edges survive only in quotes, and a lone empty cell would be a blank line.
    private static string Quote(string cell) =>
        cell.Length == 0 || cell.AsSpan().ContainsAny(Special) || char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
