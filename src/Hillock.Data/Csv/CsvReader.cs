using System.Text;
using Hillock.Data.Files;

namespace Hillock.Data.Csv;

/// <summary>
/// Cuts UTF-8 text into rows and cells by RFC 4180, leniently where that loses nothing: LF, CRLF and CR end a row, blank lines are passed
/// over, blanks around an unquoted cell are dropped. Cells stay bytes: a table of numbers makes no strings.
/// </summary>
internal sealed class CsvReader(string file, byte[] text, byte delimiter)
{
    private readonly List<(int Start, int End, bool Doubled)> _cells = [];
    private int _position = CsvText.BomLength(text);
    private int _nextLine = 1;

    /// <summary>Where the row starts, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The cells of the row.</summary>
    public int Count => _cells.Count;

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">A quote is not closed, or text follows the closing one.</exception>
    public bool ReadRow()
    {
        SkipBlankLines();
        if (_position >= text.Length) return false;
        Line = _nextLine;
        _cells.Clear();
        do ReadCell();
        while (_position < text.Length && text[_position++] == delimiter);
        // Now behind the first byte of a line end, or at the end of the file.
        if (text[_position - 1] == '\r' && _position < text.Length && text[_position] == '\n') _position++;
        _nextLine++;
        return true;
    }

    /// <summary>The bytes of a cell, without its quotes.</summary>
    public ReadOnlySpan<byte> Cell(int index)
    {
        (int start, int end, bool doubled) = _cells[index];
        ReadOnlySpan<byte> cell = text.AsSpan(start, end - start);
        return doubled ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(cell).Replace("\"\"", "\"", StringComparison.Ordinal)) : cell;
    }

    /// <summary>The text of a cell.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Cell(index));

    private void SkipBlankLines()
    {
        while (_position < text.Length)
        {
            int end = _position;
            while (end < text.Length && text[end] is (byte)' ' or (byte)'\t' && text[end] != delimiter) end++;
            if (end < text.Length && text[end] is not ((byte)'\r' or (byte)'\n')) return;
            if (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n') end++;
            _position = Math.Min(end + 1, text.Length);
            _nextLine++;
        }
    }

    // Stops at the delimiter or line end behind the cell.
    private void ReadCell()
    {
        int start = _position;
        while (start < text.Length && text[start] == ' ') start++;
        if (start < text.Length && text[start] == '"')
        {
            ReadQuoted(start + 1);
            return;
        }

        ReadOnlySpan<byte> rest = text.AsSpan(start);
        int length = rest.IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
        int end = _position = length < 0 ? text.Length : start + length;
        while (end > start && text[end - 1] == ' ') end--;
        _cells.Add((start, end, false));
    }

    private void ReadQuoted(int start)
    {
        int line = _nextLine;
        bool doubled = false;
        int end = start;
        while (true)
        {
            if (end >= text.Length)
                throw DataError.At(file, $"line {line}", "a quote is opened but never closed",
                    "close it; a quote inside a quoted cell is written twice");
            if (text[end] == '"')
            {
                if (end + 1 >= text.Length || text[end + 1] != '"') break;
                doubled = true;
                end++;
            }
            else if (text[end] == '\n')
            {
                _nextLine++;
            }

            end++;
        }

        _cells.Add((start, end, doubled));
        _position = end + 1;
        while (_position < text.Length && text[_position] == ' ') _position++;
        if (_position < text.Length && text[_position] != delimiter && text[_position] is not ((byte)'\r' or (byte)'\n'))
            throw DataError.At(file, $"line {line}", "text follows the closing quote of a cell",
                "write a quote inside a quoted cell twice");
    }
}
