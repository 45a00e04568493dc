using System.Globalization;
using System.Text;
using Hillock.Data.Files;

namespace Hillock.Data.Csv;

/// <summary>
/// The layout of a table, found in one pass: its rows, the names and kinds of its columns, and whether the first row is a header.
/// </summary>
/// <remarks>
/// The first row is a header when it has a text in a column that is otherwise of numbers, or when it is all different texts of which none
/// comes again in its column.
/// A third kind of first row is that of the tables shipped with scikit-learn: the number of samples, the number of features, and the names
/// of the classes ("150,4,setosa,versicolor,virginica").
/// </remarks>
internal sealed class CsvTable
{
    private readonly byte[] _text;
    private readonly byte _delimiter;

    private CsvTable(string file, byte[] text, byte delimiter) => (File, _text, _delimiter) = (file, text, delimiter);

    public string File { get; }

    /// <summary>Rows of data.</summary>
    public int Rows { get; private set; }

    public bool HasHeader { get; private set; }

    /// <summary>The names of the classes where the first row gives them.</summary>
    public string[]? ClassNames { get; private set; }

    /// <summary>The columns' names: those of the header, "name (2)" for one given twice, "column3" where there is none.</summary>
    public string[] Names { get; private set; } = [];

    public ColumnProfile[] Columns { get; private set; } = [];

    /// <param name="source">The file.</param>
    /// <param name="header">
    /// Tells from the table's first row and the columns below it whether that row is a header; null for the rule above.
    /// </param>
    public static CsvTable Scan(ByteSource source, Func<string[], ColumnProfile[], bool>? header = null)
    {
        byte[] text = CsvText.Read(source);
        CsvTable table = new(source.Name, text, CsvText.FindDelimiter(source.Name, text));
        table.Scan(header);
        return table;
    }

    /// <summary>Reads the rows of data from the start.</summary>
    public IEnumerable<CsvReader> ReadRows()
    {
        CsvReader reader = new(File, _text, _delimiter);
        if (HasHeader || ClassNames is not null) reader.ReadRow();
        while (reader.ReadRow()) yield return reader;
    }

    private void Scan(Func<string[], ColumnProfile[], bool>? header)
    {
        CsvReader reader = new(File, _text, _delimiter);
        reader.ReadRow();
        int firstLine = reader.Line;
        string[] first = [.. Enumerable.Range(0, reader.Count).Select(reader.Text)];
        byte[][] firstBytes = [.. first.Select(Encoding.UTF8.GetBytes)];
        ColumnProfile[] columns = Profiles(first.Length);
        bool[] comesAgain = new bool[first.Length];
        int below = 0, width = first.Length;
        while (reader.ReadRow())
        {
            if (below++ == 0 && reader.Count != width && IsCounted(first, reader.Count))
            {
                width = reader.Count;
                columns = Profiles(width);
            }

            if (reader.Count != width)
                throw DataError.At(File, $"line {reader.Line}", $"the row has {reader.Count} cells, but line {firstLine} has {width}",
                    "give each row the same number of cells; quote a cell that holds the delimiter");
            for (int c = 0; c < width; c++)
            {
                columns[c].Add(reader, c);
                if (c < first.Length && !comesAgain[c]) comesAgain[c] = reader.Cell(c).SequenceEqual(firstBytes[c]);
            }
        }

        Columns = columns;
        Rows = below;
        if (IsCounted(first, width) && first[0] == below.ToString(CultureInfo.InvariantCulture))
        {
            ClassNames = first[2..];
            Names = Numbered(width);
            return;
        }

        if (width != first.Length)
            throw DataError.At(File, $"line {firstLine}", $"it states {first[0]} rows, but {below} follow",
                "mend the count, or give a header instead");
        HasHeader = header?.Invoke(first, columns) ?? LooksLikeHeader(first, columns, comesAgain);
        Names = HasHeader ? Distinct(first) : Numbered(width);
        if (!HasHeader) AddFirstRow();
    }

    private void AddFirstRow()
    {
        CsvReader reader = new(File, _text, _delimiter);
        reader.ReadRow();
        for (int c = 0; c < Columns.Length; c++) Columns[c].Add(reader, c);
        Rows++;
    }

    // Samples, features, then names that are no numbers, above rows of one cell more than there are features.
    private static bool IsCounted(string[] first, int width) =>
        first.Length > 3 && int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && first[1] == (width - 1).ToString(CultureInfo.InvariantCulture) && first[2..].All(IsText);

    private static bool LooksLikeHeader(string[] first, ColumnProfile[] columns, bool[] comesAgain) =>
        first.Where((text, c) => IsText(text) && columns[c].IsNumeric && columns[c].Numbers > 0).Any()
        || (first.All(IsText) && first.Distinct().Count() == first.Length && !comesAgain.Contains(true));

    private static bool IsText(string cell)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(cell);
        return !CsvCell.IsMissing(bytes) && !CsvCell.TryNumber(bytes, out _);
    }

    private static ColumnProfile[] Profiles(int count) => [.. Enumerable.Range(0, count).Select(_ => new ColumnProfile())];

    private static string[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(NumberedName)];

    private static string NumberedName(int index) => string.Create(CultureInfo.InvariantCulture, $"column{index}");

    private static string[] Distinct(string[] header)
    {
        Dictionary<string, int> seen = [];
        string[] names = [.. header.Select((name, i) => name.Length == 0 ? NumberedName(i) : name)];
        for (int i = 0; i < names.Length; i++)
            if ((seen[names[i]] = seen.GetValueOrDefault(names[i]) + 1) is > 1 and int count)
                names[i] = string.Create(CultureInfo.InvariantCulture, $"{names[i]} ({count})");
        return names;
    }
}
