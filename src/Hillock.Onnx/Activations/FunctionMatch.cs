using System.Globalization;

namespace Hillock.Onnx.Activations;

/// <summary>
/// Tells which function a formula is, by what it computes: however it is written, it has the values of one of the functions of the
/// catalogue, whose parameters are among the formula's own numbers.
/// </summary>
internal sealed class FunctionMatch
{
    // Constants of a model are floats; those of half precision are known to three digits.
    private const double Same = 1e-5;
    private const double Near = 2e-4;
    private const int MostNumbers = 8;

    private readonly Dictionary<string, Activation?> _known = [];

    /// <summary>The function; null where it is none, or a straight line.</summary>
    public Activation? Find(PrimitiveExpression formula)
    {
        string text = formula.ToString();
        if (_known.TryGetValue(text, out Activation? known)) return known;
        return _known[text] = Search(formula);
    }

    private static Activation? Search(PrimitiveExpression formula)
    {
        double[] numbers = [.. Formula.Numbers(formula).Where(double.IsFinite).Distinct()];
        if (numbers.Length > MostNumbers) return null;
        double[] x = Points(numbers);
        if (Formula.Values(formula, x) is not { } wanted || !Array.TrueForAll(wanted, double.IsFinite) || IsLine(x, wanted)) return null;
        double[] values = [.. numbers.Concat(numbers.Select(v => -v)).Concat(numbers.Where(v => v != 0).Select(v => 1 / v)).Distinct()];
        Activation? best = null;
        double least = Near;
        foreach (Activation function in Candidates(values))
        {
            double error = Distance(function, x, wanted, least);
            if (error <= Same) return function;
            if (error < least) (best, least) = (function, error);
        }

        return best;
    }

    // First every function with its defaults, then with the formula's numbers, one parameter or two.
    private static IEnumerable<Activation> Candidates(double[] values)
    {
        Activation[] functions = [.. Activation.All, .. Activation.All.Where(f => f.Facts.Names.Onnx is not null)
            .Select(f => Activation.TryParse("onnx:" + f.Facts.Names.Onnx!.Split('(')[0], out Activation? foreign) ? foreign : f)
            .Where(f => f.Name.Contains(':', StringComparison.Ordinal))];
        foreach (Activation function in functions) yield return function;
        foreach (Activation function in functions.Where(f => f.Parameters.Count is 1 or 2))
            foreach (string parameters in function.Parameters.Count == 1 ? values.Select(v => Text(function, 0, v))
                : values.SelectMany(v => values.Select(w => $"{Text(function, 0, v)}, {Text(function, 1, w)}")))
                if (Activation.TryParse($"{function.Name}({parameters})", out Activation? with)) yield return with;
    }

    private static string Text(Activation function, int parameter, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{function.Parameters[parameter].Name}={((float)value == value ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture))}");

    // Ends as soon as it is no longer better than the best so far.
    private static double Distance(Activation function, double[] x, double[] wanted, double most)
    {
        double worst = 0;
        for (int i = 0; i < x.Length && worst <= most; i++)
        {
            double error = Math.Abs(function.Value(x[i]) - wanted[i]) / Math.Max(1, Math.Abs(x[i]));
            worst = double.IsFinite(error) ? Math.Max(worst, error) : double.PositiveInfinity;
        }

        return worst;
    }

    // None at a kink of a simple function, some close to each number, where a clip or a step may be.
    private static double[] Points(double[] numbers) =>
        [-2.13, 1.71, 0.43, -0.31, .. Enumerable.Range(-20, 41).Select(i => 0.4142 * i + 0.0317),
            .. numbers.Where(v => Math.Abs(v) < 1e4).SelectMany(v => new[] { v - 0.53, v + 0.47, -v - 0.51, -v + 0.49 })];

    private static bool IsLine(double[] x, double[] y)
    {
        double slope = (y[1] - y[0]) / (x[1] - x[0]), start = y[0] - slope * x[0];
        for (int i = 0; i < x.Length; i++)
            if (Math.Abs(start + slope * x[i] - y[i]) > Same * Math.Max(1, Math.Abs(y[i]))) return false;
        return true;
    }
}
