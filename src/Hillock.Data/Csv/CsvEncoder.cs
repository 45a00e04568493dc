using Hillock.Data.Files;
using Hillock.Data.Labels;

namespace Hillock.Data.Csv;

/// <summary>Turns the cells of a table into features and labels, by an encoding that may come from another table.</summary>
internal sealed class CsvEncoder
{
    private readonly CsvTable _table;
    private readonly FeatureEncoding _encoding;
    private readonly IReadOnlyList<FeatureColumn> _columns;
    private readonly Dictionary<string, int>?[] _categories;
    private readonly int[] _places;
    private readonly int _label;
    private readonly LabelEncoder _labels;

    /// <summary>The table that the encoding was made of.</summary>
    public CsvEncoder(CsvTable table, FeatureEncoding encoding, LabelEncoder labels)
        : this(table, encoding, labels, PlacesBeside(encoding.LabelIndex, table.Names.Length), encoding.LabelIndex)
    {
    }

    private CsvEncoder(CsvTable table, FeatureEncoding encoding, LabelEncoder labels, int[] places, int label)
    {
        (_table, _encoding, _labels, _places, _label) = (table, encoding, labels, places, label);
        _columns = encoding.ColumnsOrNumbered();
        _categories = [.. _columns.Select(column =>
            column.Categories?.Select((text, i) => (text, i)).ToDictionary(pair => pair.text, pair => pair.i))];
    }

    /// <summary>Reads a new table, with the label's column or without; where a label is missing, all are left out.</summary>
    public static Samples EncodeNew(ByteSource source, FeatureEncoding encoding)
    {
        IReadOnlyList<FeatureColumn> columns = encoding.ColumnsOrNumbered();
        CsvTable table = CsvTable.Scan(source, (first, below) => IsHeader(first, below, encoding));
        if (table.Rows == 0) throw DataError.At(table.File, null, "there is a header but no row of data", "give a file with data");
        (int[] places, int label) = Places(table, encoding, columns);
        if (label >= 0 && table.Columns[label].Missing > 0) label = -1;
        return new CsvEncoder(table, encoding, LabelEncoder.Known(encoding.Classes), places, label).Encode().Samples;
    }

    /// <summary>The samples, and the places in X that were missing and are filled.</summary>
    public (Samples Samples, int[] Missing) Encode()
    {
        int features = _encoding.Features;
        if ((long)_table.Rows * features > Array.MaxLength)
            throw DataError.At(_table.File, null, $"{_table.Rows} rows of {features} features are too many", "give a part of them");
        float[] x = new float[_table.Rows * features];
        float[] y = new float[_label < 0 ? 0 : _table.Rows];
        List<int> missing = [];
        int row = 0;
        foreach (CsvReader reader in _table.ReadRows())
        {
            int feature = row * features;
            for (int c = 0; c < _columns.Count; feature += _columns[c++].Width) Write(reader, c, x, feature, missing);
            if (_label >= 0) y[row] = Label(reader);
            row++;
        }

        return (new(features, x, y), [.. missing]);
    }

    /// <summary>The error for a number that no network can take.</summary>
    public static InvalidDataException NotFinite(string file, CsvReader row, int place, string column) =>
        DataError.At(file, $"line {row.Line}, column {DataError.Show(column)}",
            $"{DataError.Show(row.Text(place))} is NaN, infinite or too large for a 32-bit float",
            "mend the value, or leave the cell empty where nothing was measured");

    private void Write(CsvReader reader, int c, float[] x, int feature, List<int> missing)
    {
        FeatureColumn column = _columns[c];
        ReadOnlySpan<byte> cell = reader.Cell(_places[c]);
        bool isMissing = CsvCell.IsMissing(cell);
        if (_categories[c] is { } categories)
        {
            string text = isMissing ? "" : reader.Text(_places[c]);
            if (categories.TryGetValue(text, out int index)) x[feature + index] = 1;
            // Nothing was missing in training, so there is no feature for it: all stay 0.
            else if (!isMissing)
                throw DataError.At(_table.File, $"line {reader.Line}, column {DataError.Show(column.Name)}",
                    $"{DataError.Show(text)} is none of the known texts",
                    $"they are {DataError.List([.. categories.Keys.Where(known => known.Length > 0)])}; "
                    + "leave the cell empty if it is none of them");
        }
        else if (isMissing)
        {
            x[feature] = column.Fill;
            missing.Add(feature);
        }
        else if (!CsvCell.TryNumber(cell, out x[feature]))
        {
            throw DataError.At(_table.File, $"line {reader.Line}, column {DataError.Show(column.Name)}",
                $"{DataError.Show(reader.Text(_places[c]))} is no number",
                "mend the cell, or leave it empty");
        }
        else if (!float.IsFinite(x[feature]))
        {
            throw NotFinite(_table.File, reader, _places[c], column.Name);
        }
    }

    private float Label(CsvReader reader)
    {
        bool isNumber = CsvCell.TryNumber(reader.Cell(_label), out float number) && float.IsFinite(number);
        if (_labels.TryEncode(reader.Text(_label), out float label) || (isNumber && _labels.TryEncode(number, out label))) return label;
        throw DataError.At(_table.File, $"line {reader.Line}, column {DataError.Show(_table.Names[_label])}",
            $"the label {DataError.Show(reader.Text(_label))} is not known",
            _encoding.Classes is null ? "give a number" : $"the classes are {DataError.List(_encoding.Classes.ToArray())}");
    }

    // Names that were in a header are known; without them the first row is a header if it has a text where numbers belong.
    private static bool IsHeader(string[] first, ColumnProfile[] below, FeatureEncoding encoding)
    {
        if (encoding.HasHeader) return first.Any(text => text == encoding.Label || encoding.Columns.Any(column => column.Name == text));
        return first.Where((text, c) => below[c] is { IsNumeric: true, Numbers: > 0 } && !IsNumberOrMissing(text)).Any();
    }

    private static bool IsNumberOrMissing(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return CsvCell.IsMissing(bytes) || CsvCell.TryNumber(bytes, out _);
    }

    // By name where both tables have names (their order may differ, other columns may stand between), else by position.
    private static (int[] Places, int Label) Places(CsvTable table, FeatureEncoding encoding, IReadOnlyList<FeatureColumn> columns)
    {
        if (table.HasHeader && encoding.HasHeader)
        {
            int[] named = [.. columns.Select(column => Array.IndexOf(table.Names, column.Name))];
            int absent = Array.IndexOf(named, -1);
            if (absent >= 0)
                throw DataError.At(table.File, "header",
                    $"there is no column {DataError.Show(columns[absent].Name)}{NearestText.Suggest(columns[absent].Name, table.Names)}",
                    $"the network was trained on {columns.Count} columns, the file has {table.Names.Length}: "
                    + DataError.List(table.Names));
            return (named, Array.IndexOf(table.Names, encoding.Label));
        }

        int width = table.Names.Length;
        if (width != columns.Count && width != columns.Count + 1)
            throw DataError.At(table.File, null, $"it has {width} columns, but the network was trained on {columns.Count}",
                $"give {columns.Count} columns, or {columns.Count + 1} with the label");
        int label = width == columns.Count ? -1 : encoding.LabelIndex < 0 ? width - 1 : encoding.LabelIndex;
        return (PlacesBeside(label, width), label);
    }

    private static int[] PlacesBeside(int label, int width) => [.. Enumerable.Range(0, width).Where(c => c != label)];
}
