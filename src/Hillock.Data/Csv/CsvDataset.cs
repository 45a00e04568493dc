using System.Globalization;
using Hillock.Data.Files;
using Hillock.Data.Labels;

namespace Hillock.Data.Csv;

/// <summary>Makes a data set of a table.</summary>
internal static class CsvDataset
{
    /// <summary>More different texts than this in a column would drown the other features.</summary>
    private const int MostCategories = 50;

    public static Dataset Load(ByteSource source, string name, DataOptions options)
    {
        CsvTable table = CsvTable.Scan(source, options.HasHeader is bool has ? (_, _) => has : null);
        if (table.Rows == 0) throw DataError.At(table.File, null, "there is a header but no row of data", "give a file with data");
        int label = LabelColumn(table, options.Label);
        if (table.Columns.Length == 1)
            throw DataError.At(table.File, null, "there is one column only, so nothing is left beside the label",
                "separate the columns by ',', ';' or tabs");

        HashSet<string>?[] texts = DistinctTexts(table, label);
        FeatureColumn[] columns = [.. Enumerable.Range(0, table.Columns.Length).Where(c => c != label)
            .Select(c => new FeatureColumn(table.Names[c], table.Columns[c].Mean, Categories(texts[c])))];
        LabelEncoder labels = Labels(table, label, texts[label]);
        int features = columns.Sum(column => column.Width);
        FeatureEncoding encoding = new([features], columns, table.HasHeader, table.Names[label], label, labels.Classes);
        (Samples samples, int[] missing) = new CsvEncoder(table, encoding, labels).Encode();
        return new()
        {
            Name = name,
            Source = table.File,
            Shape = [features],
            Train = samples,
            Classes = labels.Classes,
            FeatureNames = [.. columns.SelectMany(FeatureNames)],
            DefaultScale = ScaleKind.Standard,
            Encoding = encoding,
            Missing = missing,
        };
    }

    private static int LabelColumn(CsvTable table, string? label)
    {
        if (label is null) return table.Names.Length - 1;
        int named = Array.IndexOf(table.Names, label);
        if (named >= 0) return named;
        if (int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < table.Names.Length) return index;
        throw DataError.At(table.File, null, $"there is no label column {DataError.Show(label)}{NearestText.Suggest(label, table.Names)}",
            $"the columns are {DataError.List(table.Names)}, or 0 to {table.Names.Length - 1}");
    }

    // The different texts of every column that is not of numbers; too many end the reading at once, except for the label's own rule.
    private static HashSet<string>?[] DistinctTexts(CsvTable table, int label)
    {
        HashSet<string>?[] texts = [.. table.Columns.Select(column => column.IsNumeric ? null : new HashSet<string>())];
        int[] wanted = [.. Enumerable.Range(0, texts.Length).Where(c => texts[c] is not null)];
        if (wanted.Length == 0) return texts;
        foreach (CsvReader row in table.ReadRows())
            foreach (int c in wanted)
            {
                texts[c]!.Add(CsvCell.IsMissing(row.Cell(c)) ? "" : row.Text(c));
                if (c != label && texts[c]!.Count > MostCategories) throw TooManyCategories(table, c);
            }

        return texts;
    }

    private static InvalidDataException TooManyCategories(CsvTable table, int c)
    {
        ColumnProfile column = table.Columns[c];
        string sample = $"{DataError.Show(column.FirstText.Text)} in line {column.FirstText.Line}";
        return column.Numbers > column.Texts
            ? DataError.At(table.File, $"line {column.FirstText.Line}, column {DataError.Show(table.Names[c])}",
                $"{DataError.Show(column.FirstText.Text)} is no number, though {column.Numbers} other cells are",
                "mend the cell, or leave it empty")
            : DataError.At(table.File, $"column {DataError.Show(table.Names[c])}",
                $"it holds more than {MostCategories} different texts ({sample})",
                "leave the column out, or write its numbers with a decimal point");
    }

    private static string[]? Categories(HashSet<string>? texts) =>
        texts is null ? null
            : [.. texts.Where(text => text.Length > 0).Order(StringComparer.Ordinal), .. texts.Where(text => text.Length == 0)];

    private static IEnumerable<string> FeatureNames(FeatureColumn column) =>
        column.Categories?.Select(category => $"{column.Name}={(category.Length == 0 ? "?" : category)}") ?? [column.Name];

    private static LabelEncoder Labels(CsvTable table, int label, HashSet<string>? texts)
    {
        string place = table.Names[label];
        if (table.Columns[label].Missing > 0)
            foreach (CsvReader row in table.ReadRows())
                if (CsvCell.IsMissing(row.Cell(label)))
                    throw DataError.At(table.File, $"line {row.Line}, column {DataError.Show(place)}", "the label is missing",
                        "fill the cell in, or leave out the row");

        if (texts is not null) return LabelEncoder.ForTexts(table.File, texts, place);
        float[] numbers = new float[table.Rows];
        int i = 0;
        foreach (CsvReader row in table.ReadRows())
        {
            CsvCell.TryNumber(row.Cell(label), out numbers[i]);
            if (!float.IsFinite(numbers[i++])) throw CsvEncoder.NotFinite(table.File, row, label, place);
        }

        LabelEncoder labels = LabelEncoder.ForNumbers(table.File, numbers, LabelKind.Guess);
        // Names in the first row belong to the labels 0, 1, 2 … and to nothing else.
        return table.ClassNames is { } names && labels.Classes is not null && numbers.All(n => n >= 0 && n < names.Length)
            ? LabelEncoder.Named(names) : labels;
    }
}
