using System.Globalization;
using Hillock.Data.Files;

namespace Hillock.Data.Labels;

/// <summary>
/// Turns labels into indices of classes. The rule: texts are classes, sorted ordinally; integers with at most 50 different values are
/// classes, sorted by value; other numbers are values to predict (regression).
/// </summary>
internal sealed class LabelEncoder
{
    /// <summary>More different integers than this are a quantity.</summary>
    public const int MostNumberClasses = 50;

    /// <summary>More different texts than this are names or numbers of the samples themselves.</summary>
    public const int MostTextClasses = 1000;

    private readonly Dictionary<string, int> _indices = [];
    private readonly Dictionary<float, int> _numbers = [];

    private LabelEncoder(IReadOnlyList<string>? classes)
    {
        Classes = classes;
        for (int i = 0; i < classes?.Count; i++)
        {
            _indices.TryAdd(classes[i], i);
            if (float.TryParse(classes[i], NumberStyles.Float, CultureInfo.InvariantCulture, out float number)) _numbers.TryAdd(number, i);
        }
    }

    /// <summary>The classes' names, or null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; }

    /// <summary>Classes numbered from 0 that have names of their own.</summary>
    public static LabelEncoder Named(IReadOnlyList<string> classes)
    {
        LabelEncoder encoder = new(classes);
        encoder._numbers.Clear();
        for (int i = 0; i < classes.Count; i++) encoder._numbers.Add(i, i);
        return encoder;
    }

    /// <summary>
    /// Classes known from before, or regression when null; a number is a class's name where all names are numbers, else its index.
    /// </summary>
    public static LabelEncoder Known(IReadOnlyList<string>? classes)
    {
        LabelEncoder known = new(classes);
        return classes is null || known._numbers.Count == classes.Count ? known : Named(classes);
    }

    /// <summary>Finds the classes of labels that are numbers.</summary>
    /// <exception cref="InvalidDataException">All are the same, or classes are no integers.</exception>
    public static LabelEncoder ForNumbers(string file, IReadOnlyList<float> labels, LabelKind kind)
    {
        bool integers = labels.All(float.IsInteger);
        float[] distinct = [.. labels.Distinct().Order()];
        if (distinct.Length == 1) throw OneClass(file, Text(distinct[0]));
        if (kind == LabelKind.Guess && (!integers || distinct.Length > MostNumberClasses)) return new(null);
        if (!integers || distinct.Length > MostTextClasses)
            throw DataError.At(file, "labels", $"{distinct.Length} different labels, integers or not, are no classes",
                $"give integers with at most {MostTextClasses} values");
        return new([.. distinct.Select(Text)]);
    }

    /// <summary>Finds the classes of labels that are texts.</summary>
    /// <exception cref="InvalidDataException">All are the same, or there are too many.</exception>
    public static LabelEncoder ForTexts(string file, IReadOnlySet<string> distinct, string column)
    {
        if (distinct.Count == 1) throw OneClass(file, distinct.First());
        if (distinct.Count > MostTextClasses)
            throw DataError.At(file, $"column {DataError.Show(column)}",
                $"it has {distinct.Count} different texts, too many for classes (at most {MostTextClasses})",
                "name the column to predict with --label");
        return new([.. distinct.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The indices of the classes, or the labels themselves for regression.</summary>
    public float[] Encode(float[] labels) => Classes is null ? labels : [.. labels.Select(label => (float)_numbers[label])];

    /// <summary>The index of a class, or the number itself for regression; false when there is no such class.</summary>
    public bool TryEncode(float number, out float label)
    {
        label = number;
        if (Classes is null) return true;
        bool known = _numbers.TryGetValue(number, out int index);
        label = index;
        return known;
    }

    /// <summary>The index of a class; false when there is none of this name.</summary>
    public bool TryEncode(string text, out float label)
    {
        bool known = _indices.TryGetValue(text, out int index);
        label = index;
        return known;
    }

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static InvalidDataException OneClass(string file, string name) =>
        DataError.At(file, "labels", $"every sample has the label {DataError.Show(name)}; there is nothing to tell apart",
            "give data with two classes or more, or another column with --label");
}
