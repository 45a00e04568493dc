using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>The formulas in ONNX primitives, evaluated in 106 bits, against the reference formulas.</summary>
public sealed class PrimitivesTests
{
    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void The_primitives_compute_the_function(string text)
    {
        Activation f = Activation.Parse(text);
        PrimitiveExpression expression = PrimitiveExpression.Parse(f.Facts.Primitives);
        Assert.Equal(f.Facts.Primitives, expression.ToString());
        if (f.Parameters.Any(p => Math.Abs(f[p.Name]) is > 1e6 or (> 0 and < 1e-6) && double.IsFinite(f[p.Name]))) return;
        Func<Wide, Wide> reference = Sweep.FormulaOf(f, false, p => p);
        foreach (double x in new[] { -9, -3.25, -3, -1.75, -1, -0.75, -0.4, -0.01, 0, 0.01, 0.3, 0.5, 1, 1.25, 2.75, 6, 7.5, 30 })
        {
            Wide expected = reference(x), got = Evaluate(expression, f, x);
            // selu's constants are doubles here, gelu_tanh's π too.
            Assert.True(WideMath.Abs(got - expected) <= 1e-15 * (1 + WideMath.Abs(expected)), $"{text} at {x}: {got}, not {expected}");
        }
    }

    [Theory]
    [InlineData("Mul(x"), InlineData("Mul(x,)"), InlineData("x)"), InlineData(""), InlineData("Mul(,x)")]
    public void Bad_expressions_are_refused(string text) => Assert.Throws<FormatException>(() => PrimitiveExpression.Parse(text));

    private static Wide Evaluate(PrimitiveExpression e, Activation f, Wide x)
    {
        if (e.IsInput) return x;
        if (e.Number is double number) return number;
        if (e.IsParameter) return double.IsInfinity(f[e.Text]) ? Wide.Scale(1, 5000) : f[e.Text];
        Wide[] v = [.. e.Operands.Select(operand => Evaluate(operand, f, x))];
        return e.Text switch
        {
            "Add" => v[0] + v[1],
            "Sub" => v[0] - v[1],
            "Mul" => v[0] * v[1],
            "Div" => v[0] / v[1],
            "Neg" => -v[0],
            "Abs" => WideMath.Abs(v[0]),
            "Sign" => v[0].IsZero ? 0 : WideMath.Sign(v[0]),
            "Min" => WideMath.Min(v[0], v[1]),
            "Max" => WideMath.Max(v[0], v[1]),
            "Sqrt" => WideMath.Sqrt(v[0]),
            "Exp" => WideMath.Exp(v[0]),
            "Log" => WideMath.Log(v[0]),
            "Tanh" => WideMath.Tanh(v[0]),
            "Sin" => WideMath.Sin(v[0]),
            "Sigmoid" => WideMath.Sigmoid(v[0]),
            "Softplus" => WideMath.Max(v[0], 0) + WideMath.Log1p(WideMath.Exp(-WideMath.Abs(v[0]))),
            "Erf" => 1 - WideMath.Erfc(v[0]),
            "Greater" => v[0] > v[1] ? 1 : 0,
            "GreaterOrEqual" => v[0] >= v[1] ? 1 : 0,
            "Where" => v[0].IsZero ? v[2] : v[1],
            _ => throw new InvalidOperationException($"no operator {e.Text}"),
        };
    }
}
