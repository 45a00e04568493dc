namespace Hillock.Onnx.Proofs;

/// <summary>
/// A linear expression in values of the model that is nowhere smaller than the number it stands for: its largest value is an upper bound.
/// </summary>
internal sealed class Row(IReadOnlyList<BoundedValue?> values)
{
    private readonly double[]?[] _coefficients = new double[values.Count][];
    private readonly Dictionary<int, Stack<double[]>> _spare = [];

    /// <summary>The part without a value, rounded up.</summary>
    public double Constant { get; private set; }

    /// <summary>Multiplications made so far, or numbers looked through.</summary>
    public long Work { get; set; }

    /// <summary>Starts again with sign · one number of a value.</summary>
    public void Start(int value, int index, double sign)
    {
        for (int i = 0; i < _coefficients.Length; i++)
            if (Take(i) is { } left) Return(left);
        Constant = 0;
        Work = 0;
        Of(value)[index] = sign;
    }

    /// <summary>The coefficients of a value, to add to.</summary>
    public double[] Of(int value)
    {
        if (_coefficients[value] is { } there) return there;
        int length = values[value]!.Count;
        if (!_spare.TryGetValue(length, out Stack<double[]>? stack) || !stack.TryPop(out double[]? spare)) spare = new double[length];
        else Array.Clear(spare);
        return _coefficients[value] = spare;
    }

    /// <summary>Whether the value is part of the expression.</summary>
    public bool Has(int value) => _coefficients[value] is not null;

    /// <summary>The coefficients of a value, which is then no longer part of the expression; null where it was none.</summary>
    public double[]? Take(int value)
    {
        double[]? taken = _coefficients[value];
        _coefficients[value] = null;
        return taken;
    }

    /// <summary>Gives coefficients back for use again.</summary>
    public void Return(double[] coefficients)
    {
        if (!_spare.TryGetValue(coefficients.Length, out Stack<double[]>? stack)) _spare[coefficients.Length] = stack = [];
        stack.Push(coefficients);
    }

    /// <summary>Adds to the constant, rounded up.</summary>
    public void Add(double constant)
    {
        if (constant != 0) Constant = Math.BitIncrement(Constant + constant);
    }

    /// <summary>The largest value of the expression over the intervals of its values; NaN where nothing is known.</summary>
    public double Largest()
    {
        double sum = 0, absolute = 0;
        for (int value = 0; value < _coefficients.Length; value++)
        {
            if (_coefficients[value] is not { } c) continue;
            double[] low = values[value]!.Low, high = values[value]!.High;
            Work += c.Length;
            for (int i = 0; i < c.Length; i++)
            {
                if (c[i] == 0) continue;
                double term = c[i] > 0 ? c[i] * high[i] : c[i] * low[i];
                sum += term;
                absolute += Math.Abs(c[i]) * Math.Max(Math.Abs(low[i]), Math.Abs(high[i]));
            }
        }

        double lost = absolute * Step.Lost;
        return lost == 0 ? Constant : Math.BitIncrement(Math.BitIncrement(sum + lost) + Constant);
    }
}
