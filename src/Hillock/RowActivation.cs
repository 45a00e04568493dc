using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hillock.Rows;

namespace Hillock;

/// <summary>
/// A function over a row, such as softmax: every result depends on the whole row. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A span holds rows one after the other. Everything is computed in double and rounded once, stable for any finite row, with the same bits
/// on every processor; exponentials and gates of floats with <see cref="Precision.Fast"/> to some 42 bits only. y may be x, and dx may be x or dy, where the lengths agree; any other overlap throws
/// <see cref="ArgumentException"/>. A row with NaN gives NaN in all its results except those of glu, its kin and crelu, which depend on
/// one or two elements each.
/// </remarks>
public abstract partial class RowActivation
{
    private readonly IReadOnlyList<FunctionParameter> _parameters;
    private readonly double[] _values;

    private protected RowActivation(string name, IReadOnlyList<FunctionParameter> parameters, double[] values)
    {
        Name = name;
        _parameters = parameters;
        _values = values;
    }

    /// <summary>Every function with its default parameters.</summary>
    public static IReadOnlyList<RowActivation> All { get; } =
        [.. RowCatalogue.Entries.Select(entry => entry.Create([.. entry.Parameters.Select(p => p.Default)]))];

    /// <summary>The function's name in snake_case: "log_softmax".</summary>
    public string Name { get; }

    /// <summary>The parameters it takes; <see cref="this[string]"/> gives their values.</summary>
    public IReadOnlyList<FunctionParameter> Parameters => _parameters;

    /// <summary>What is known of the function.</summary>
    public abstract RowFacts Facts { get; }

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="ArgumentException">The function has no such parameter.</exception>
    public double this[string parameter]
    {
        get
        {
            for (int i = 0; i < _parameters.Count; i++)
                if (_parameters[i].Name == parameter) return _values[i];
            throw new ArgumentException($"{Name} has no parameter '{parameter}'; {FunctionParameter.Names(_parameters)}.", nameof(parameter));
        }
    }

    /// <summary>Reads "softmax" or "maxout(pieces=3)".</summary>
    /// <exception cref="SpecificationException">The text names no function over a row, or a parameter is unknown or out of range; the message
    /// says which.</exception>
    public static RowActivation Parse(string text)
    {
        (string name, IReadOnlyDictionary<string, double> given) =
            NamedText.Parse(text, "row activation", [.. RowCatalogue.Entries.Select(e => e.Name)]);
        RowEntry entry = RowCatalogue.Entries.First(e => e.Name == name);
        foreach (string key in given.Keys.Where(key => entry.Parameters.All(p => p.Name != key)))
            throw new SpecificationException($"row activation '{text}': {name} has no parameter '{key}'; {FunctionParameter.Names(entry.Parameters)}");
        foreach (FunctionParameter p in entry.Parameters)
            if (given.TryGetValue(p.Name, out double value) && !(p.Allows(value) && value == Math.Floor(value)))
                throw new SpecificationException(string.Create(CultureInfo.InvariantCulture,
                    $"row activation '{text}': {p.Name} = {value:R} is out of range; whole numbers from {p.Minimum:G3} to {p.Maximum:G} are allowed"));
        return entry.Create([.. entry.Parameters.Select(p => given.GetValueOrDefault(p.Name, p.Default))]);
    }

    /// <inheritdoc cref="Parse"/>
    /// <returns>Whether the text was understood.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RowActivation? activation)
    {
        activation = null;
        if (text is null) return false;
        try
        {
            activation = Parse(text);
            return true;
        }
        catch (SpecificationException)
        {
            return false;
        }
    }

    /// <summary>How many results a row of this length gives.</summary>
    /// <exception cref="ArgumentException">A row cannot be this long.</exception>
    public abstract int OutputLength(int rowLength);

    /// <summary>y = f(x) for every row.</summary>
    /// <exception cref="ArgumentException">x is not whole rows, y does not hold their results, or they overlap.</exception>
    public abstract void Forward(ReadOnlySpan<float> x, Span<float> y, int rowLength, Precision precision = Precision.Fast);

    /// <inheritdoc cref="Forward(ReadOnlySpan{float}, Span{float}, int, Precision)"/>
    public abstract void Forward(ReadOnlySpan<double> x, Span<double> y, int rowLength, Precision precision = Precision.Fast);

    /// <summary>dx = dy·∂f/∂x for every row: the gradient of a loss with respect to x from the one with respect to f(x).</summary>
    /// <exception cref="ArgumentException">x is not whole rows, dy does not hold their gradients, dx is not as long as x, or dx overlaps
    /// another.</exception>
    public abstract void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int rowLength, Precision precision = Precision.Fast);

    /// <inheritdoc cref="Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, Precision)"/>
    public abstract void Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, int rowLength, Precision precision = Precision.Fast);

    /// <summary>A text that <see cref="Parse"/> reads back.</summary>
    public override string ToString()
    {
        string changed = string.Join(", ", _parameters
            .Select((p, i) => (p, value: _values[i]))
            .Where(pair => pair.value != pair.p.Default)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.p.Name}={pair.value:R}")));
        return changed.Length == 0 ? Name : $"{Name}({changed})";
    }

    private protected int CheckBackward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> dx, int rowLength)
    {
        int outputLength = Check(x, dy, rowLength, nameof(dy));
        if (dx.Length != x.Length)
            throw new ArgumentException($"x has {x.Length} elements but dx has {dx.Length}; they must be equally long.", nameof(dx));
        CheckOverlap(x, dx, nameof(x), nameof(dx));
        CheckOverlap(dy, dx, nameof(dy), nameof(dx));
        return outputLength;
    }

    private protected int Check<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> result, int rowLength, string name)
    {
        int outputLength = OutputLength(rowLength);
        if (x.Length % rowLength != 0)
            throw new ArgumentException($"x has {x.Length} elements, which are no whole rows of {rowLength}.", nameof(x));
        long needed = (long)x.Length / rowLength * outputLength;
        return needed == result.Length ? outputLength
            : throw new ArgumentException($"{name} has {result.Length} elements but {x.Length / rowLength} rows need {needed}.", name);
    }

    private protected static void CheckOverlap<T>(ReadOnlySpan<T> source, ReadOnlySpan<T> target, string sourceName, string targetName)
    {
        if (source.Overlaps(target, out int offset) && (offset != 0 || source.Length != target.Length))
            throw new ArgumentException(
                $"{targetName} overlaps {sourceName}, shifted by {offset} elements; use the same memory or separate memory.", targetName);
    }
}
