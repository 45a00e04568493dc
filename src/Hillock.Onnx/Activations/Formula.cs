namespace Hillock.Onnx.Activations;

/// <summary>Computes and changes formulas in primitive operators.</summary>
internal static class Formula
{
    /// <summary>A number as a leaf; one that is a float is written as short as a float can be.</summary>
    public static PrimitiveExpression Number(double value) =>
        new((float)value == value ? ((float)value).ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture), []);

    /// <summary>The formula of a function with its parameters as numbers and <paramref name="x"/> in place of x.</summary>
    public static PrimitiveExpression Of(Activation function, PrimitiveExpression x) =>
        Substitute(PrimitiveExpression.Parse(function.Facts.Primitives), x, function);

    /// <summary>How many operators and leaves it has.</summary>
    public static int Size(PrimitiveExpression formula) => 1 + formula.Operands.Sum(Size);

    /// <summary>All numbers in it.</summary>
    public static IEnumerable<double> Numbers(PrimitiveExpression formula) =>
        formula.Number is double number ? [number] : formula.Operands.SelectMany(Numbers);

    /// <summary>The value for every x; null where an operator is not a primitive. Truth values are 1 and 0.</summary>
    public static double[]? Values(PrimitiveExpression formula, double[] x)
    {
        if (formula.IsInput) return x;
        if (formula.Number is double number) return [.. Enumerable.Repeat(number, x.Length)];
        double[][] operands = new double[formula.Operands.Count][];
        for (int i = 0; i < operands.Length; i++)
        {
            if (Values(formula.Operands[i], x) is not { } values) return null;
            operands[i] = values;
        }

        if (Operation(formula.Text, operands.Length) is not { } operation) return null;
        double[] result = new double[x.Length], arguments = new double[operands.Length];
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < operands.Length; k++) arguments[k] = operands[k][i];
            result[i] = operation(arguments);
        }

        return result;
    }

    /// <summary>Whether it is one of the primitive operators, with so many operands.</summary>
    public static bool IsPrimitive(string name, int operands) => Operation(name, operands) is not null;

    private static PrimitiveExpression Substitute(PrimitiveExpression formula, PrimitiveExpression x, Activation function) =>
        formula.IsInput ? x
        : formula.IsParameter ? Number(function[formula.Text])
        : formula.Operands.Count == 0 ? formula
        : formula with { Operands = [.. formula.Operands.Select(o => Substitute(o, x, function))] };

    private static Func<double[], double>? Operation(string name, int operands) => (name, operands) switch
    {
        ("Neg", 1) => a => -a[0],
        ("Abs", 1) => a => Math.Abs(a[0]),
        ("Exp", 1) => a => Math.Exp(a[0]),
        ("Log", 1) => a => Math.Log(a[0]),
        ("Sqrt", 1) => a => Math.Sqrt(a[0]),
        ("Reciprocal", 1) => a => 1 / a[0],
        ("Sign", 1) => a => double.IsNaN(a[0]) ? a[0] : Math.Sign(a[0]),
        ("Sin", 1) => a => Math.Sin(a[0]),
        ("Cos", 1) => a => Math.Cos(a[0]),
        ("Tanh", 1) => a => Math.Tanh(a[0]),
        ("Sigmoid", 1) => a => 1 / (1 + Math.Exp(-a[0])),
        ("Softplus", 1) => a => Math.Max(a[0], 0) + double.LogP1(Math.Exp(-Math.Abs(a[0]))),
        ("Erf", 1) => a => Erf(a[0]),
        ("Not", 1) => a => a[0] == 0 ? 1 : 0,
        ("Add", 2) => a => a[0] + a[1],
        ("Sub", 2) => a => a[0] - a[1],
        ("Mul", 2) => a => a[0] * a[1],
        ("Div", 2) => a => a[0] / a[1],
        ("Pow", 2) => a => Math.Pow(a[0], a[1]),
        ("Greater", 2) => a => a[0] > a[1] ? 1 : 0,
        ("GreaterOrEqual", 2) => a => a[0] >= a[1] ? 1 : 0,
        ("Less", 2) => a => a[0] < a[1] ? 1 : 0,
        ("LessOrEqual", 2) => a => a[0] <= a[1] ? 1 : 0,
        ("Where", 3) => a => a[0] != 0 ? a[1] : a[2],
        ("Min", > 0) => a => a.Min(),
        ("Max", > 0) => a => a.Max(),
        _ => null,
    };

    // erf(t) = 2Φ(t√2) − 1, and gelu(x) = x·Φ(x).
    private static double Erf(double t) => t == 0 ? 0 : double.IsInfinity(t) ? Math.Sign(t) : 2 * Gelu.Value(t * Math.Sqrt(2)) / (t * Math.Sqrt(2)) - 1;

    private static Activation Gelu { get; } = Activation.Parse("gelu");
}
