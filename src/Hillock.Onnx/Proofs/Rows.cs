using System.Runtime.Intrinsics;

namespace Hillock.Onnx.Proofs;

/// <summary>
/// Eight linear expressions in values of the model, side by side in the lanes of vectors, each nowhere smaller than the number that it
/// stands for: its largest value is an upper bound. They are best of neighbours, which see the same numbers.
/// </summary>
internal sealed class Rows(IReadOnlyList<BoundedValue?> values)
{
    /// <summary>How many expressions there are.</summary>
    public const int Count = 8;

    /// <summary>How many numbers: each has a row for itself and one for its negative, whose upper bound is the number's lower one.</summary>
    public const int Numbers = Count / 2;

    private readonly Terms?[] _terms = new Terms?[values.Count];
    private readonly Dictionary<int, Stack<Terms>> _spare = [];
    private readonly double[] _constant = new double[Count];

    /// <summary>Multiplications made so far, or numbers looked through.</summary>
    public long Work { get; set; }

    /// <summary>A product that is 0 where a coefficient is, whatever the other factor: what does not occur cannot be unknown.</summary>
    public static Vector512<double> Product(Vector512<double> coefficients, Vector512<double> other) =>
        Vector512.ConditionalSelect(Vector512.Equals(coefficients, default), default, coefficients * other);

    /// <summary>Starts again with some numbers of a value, at most <see cref="Numbers"/>.</summary>
    public void Start(int value, ReadOnlySpan<int> numbers)
    {
        for (int i = 0; i < _terms.Length; i++)
            if (Take(i) is { } left) Return(left);
        Array.Clear(_constant);
        Work = 0;
        Terms terms = Of(value);
        for (int i = 0; i < numbers.Length; i++)
        {
            ref Vector512<double> c = ref terms.Of(numbers[i]);
            c = c.WithElement(i, 1).WithElement(i + Numbers, -1);
        }
    }

    /// <summary>The terms of a value, to add to.</summary>
    public Terms Of(int value)
    {
        if (_terms[value] is { } there) return there;
        int length = values[value]!.Count;
        return _terms[value] = _spare.TryGetValue(length, out Stack<Terms>? stack) && stack.TryPop(out Terms? spare) ? spare : new(length);
    }

    /// <summary>Whether the value is part of the expressions.</summary>
    public bool Has(int value) => _terms[value] is not null;

    /// <summary>The terms of a value, which is then no longer part of the expressions; null where it was none.</summary>
    public Terms? Take(int value)
    {
        Terms? taken = _terms[value];
        _terms[value] = null;
        return taken;
    }

    /// <summary>Gives terms back for use again.</summary>
    public void Return(Terms terms)
    {
        terms.Clear();
        if (!_spare.TryGetValue(terms.Numbers, out Stack<Terms>? stack)) _spare[terms.Numbers] = stack = [];
        stack.Push(terms);
    }

    /// <summary>Adds to the constants, rounded up.</summary>
    public void Add(Vector512<double> constants)
    {
        for (int i = 0; i < Count; i++)
            if (constants[i] != 0) _constant[i] = Math.BitIncrement(_constant[i] + constants[i]);
    }

    /// <summary>Makes each bound the largest value of its expression over the intervals of the values, where that is smaller; NaN, where nothing is known, is not.</summary>
    public void Tighten(Span<double> best)
    {
        Vector512<double> sum = default, absolute = default;
        for (int value = 0; value < _terms.Length; value++)
        {
            if (_terms[value] is not { } terms) continue;
            double[] low = values[value]!.Low, high = values[value]!.High;
            Work += Count * terms.Count;
            for (int k = 0; k < terms.Count; k++)
            {
                int i = terms.Number(k);
                Vector512<double> c = terms.Coefficients(k), at = Vector512.ConditionalSelect(Vector512.GreaterThan(c, default), Vector512.Create(high[i]), Vector512.Create(low[i]));
                sum += Product(c, at);
                absolute += Product(Vector512.Abs(c), Vector512.Create(Math.Max(Math.Abs(low[i]), Math.Abs(high[i]))));
            }
        }

        for (int i = 0; i < Count; i++)
        {
            double lost = absolute[i] * Step.Lost, bound = lost == 0 ? _constant[i] : Math.BitIncrement(Math.BitIncrement(sum[i] + lost) + _constant[i]);
            if (bound < best[i]) best[i] = bound;
        }
    }
}
