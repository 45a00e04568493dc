using static Hillock.Accuracy.Oracle.WideMath;

namespace Hillock.Accuracy.Oracle;

/// <summary>A published formula of a function and of its derivative; p are the parameters in the catalogue's order.</summary>
internal sealed record Formula(Func<Wide, Wide[], Wide> Value, Func<Wide, Wide[], Wide> Derivative)
{
    public Formula(Func<Wide, Wide> value, Func<Wide, Wide> derivative) : this((x, _) => value(x), (x, _) => derivative(x))
    {
    }
}

/// <summary>The functions once more, one line each, in arithmetic of any number of bits that cannot overflow: what the kernels are judged by.</summary>
internal static class Reference
{
    private static Wide SeluAlpha => Decimal("1.6732632423543772848170429916717");
    private static Wide SeluScale => Decimal("1.0507009873554804934193349852946");
    private static Wide SqrtTwoOverPi => Constant("√(2/π)", () => Sqrt(2 / Pi));
    private static Wide GeluCubic => Decimal("0.044715");
    private static Wide QuickBeta => Decimal("1.702");

    public static IReadOnlyDictionary<string, Formula> Formulas { get; } = new Dictionary<string, Formula>
    {
        ["identity"] = new(x => x, x => 1),
        ["relu"] = new(x => Max(x, 0), x => x > 0 ? 1 : 0),
        ["leaky_relu"] = new((x, p) => Leaky(x, p[0]), (x, p) => x > 0 ? 1 : p[0]),
        ["prelu"] = new((x, p) => Leaky(x, p[0]), (x, p) => x > 0 ? 1 : p[0]),
        ["rrelu"] = new((x, p) => Leaky(x, (p[0] + p[1]) / 2), (x, p) => x > 0 ? 1 : (p[0] + p[1]) / 2),
        ["relu6"] = new(x => Min(Max(x, 0), 6), x => x > 0 && x < 6 ? 1 : 0),
        ["hard_tanh"] = new((x, p) => Min(Max(x, p[0]), p[1]), (x, p) => x > p[0] && x < p[1] ? 1 : 0),
        ["threshold"] = new((x, p) => x > p[0] ? x : p[1], (x, p) => x > p[0] ? 1 : 0),
        ["thresholded_relu"] = new((x, p) => x > p[0] ? x : 0, (x, p) => x > p[0] ? 1 : 0),
        ["hard_shrink"] = new((x, p) => Abs(x) > p[0] ? x : Sign(x) * 0, (x, p) => Abs(x) > p[0] ? 1 : 0),
        ["soft_shrink"] = new((x, p) => Sign(x) * Max(Abs(x) - p[0], 0), (x, p) => Abs(x) > p[0] ? 1 : 0),
        ["shrink"] = new((x, p) => Abs(x) > p[0] ? x - Sign(x) * p[1] : Sign(x) * 0, (x, p) => Abs(x) > p[0] ? 1 : 0),
        ["hard_sigmoid"] = new(x => Min(Max(x + 3, 0), 6) / 6, x => x > -3 && x < 3 ? (Wide)1 / 6 : 0),
        ["hard_swish"] = new(x => x * Min(Max(x + 3, 0), 6) / 6, x => x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
        ["sparse_sigmoid"] = new(x => Min(Max(x + 1, 0), 2) / 2, x => Abs(x) < 1 ? 0.5 : 0),
        ["sparse_plus"] = new(x => x <= -1 ? 0 : x >= 1 ? x : Square(x + 1) / 4, x => Min(Max(x + 1, 0), 2) / 2),
        ["squareplus"] = new((x, p) => Plus(x, p[0]), (x, p) => p[0].IsZero ? x > 0 ? 1 : 0 : Plus(x, p[0]) / Sqrt(Square(x) + p[0])),
        ["softsign"] = new(x => x / (1 + Abs(x)), x => 1 / Square(1 + Abs(x))),
        ["sigmoid"] = new(Sigmoid, x => Sigmoid(x) * Sigmoid(-x)),
        ["log_sigmoid"] = new(x => -SoftplusOf(-x), x => Sigmoid(-x)),
        ["silu"] = new((x, p) => x * Sigmoid(p[0] * x), (x, p) => GateSlope(p[0] * x, p[0] * x)),
        ["quick_gelu"] = new(x => x * Sigmoid(QuickBeta * x), x => GateSlope(QuickBeta * x, QuickBeta * x)),
        ["tanh"] = new(Tanh, SechSquared),
        ["scaled_tanh"] = new((x, p) => p[0] * Tanh(p[1] * x), (x, p) => p[0] * p[1] * SechSquared(p[1] * x)),
        ["tanh_shrink"] = new(MinusTanh, x => Square(Tanh(x))),
        ["softplus"] = new((x, p) => p[0] * x > p[1] ? x : SoftplusOf(p[0] * x) / p[0], (x, p) => p[0] * x > p[1] ? 1 : Sigmoid(p[0] * x)),
        ["mish"] = new(x => x * Tanh(SoftplusOf(x)), x => Tanh(SoftplusOf(x)) + x * Sigmoid(x) * SechSquared(SoftplusOf(x))),
        ["gelu"] = new(x => x / 2 * Erfc(-x / Sqrt(2)), x => Erfc(-x / Sqrt(2)) / 2 + x * Exp(-x * x / 2) / Sqrt(2 * Pi)),
        ["gelu_tanh"] = new(x => x * Sigmoid(2 * CubicArgument(x)), x => GateSlope(2 * CubicArgument(x), 2 * x * SqrtTwoOverPi * (1 + 3 * GeluCubic * x * x))),
        ["elu"] = new((x, p) => x > 0 ? x : p[0] * Expm1(x), (x, p) => x > 0 ? 1 : p[0] * Exp(x)),
        ["celu"] = new((x, p) => x > 0 ? x : p[0] * Expm1(x / p[0]), (x, p) => x > 0 ? 1 : Exp(x / p[0])),
        ["selu"] = new(x => SeluScale * (x > 0 ? x : SeluAlpha * Expm1(x)), x => SeluScale * (x > 0 ? 1 : SeluAlpha * Exp(x))),
        ["exponential"] = new(Exp, Exp),
        ["squared_relu"] = new(x => Square(Max(x, 0)), x => 2 * Max(x, 0)),
        ["binary_step"] = new(x => x >= 0 ? 1 : 0, x => 0),
        ["abs"] = new(Abs, x => x.IsZero ? 0 : Sign(x)),
        ["snake"] = new((x, p) => x.IsZero ? x : x + Square(Sin(p[0] * x)) / p[0], (x, p) => 1 + Sin(2 * p[0] * x)),
        ["lisht"] = new(x => x * Tanh(x), x => Tanh(x) + x * SechSquared(x)),
        ["gaussian"] = new(x => Exp(-(x * x)), x => -2 * x * Exp(-(x * x))),
        ["bent_identity"] = new(x => x + x * x / (Sqrt(x * x + 1) + 1) / 2, x => x / (2 * Sqrt(x * x + 1)) + 1),
        ["isru"] = new((x, p) => x / Sqrt(1 + p[0] * x * x), (x, p) => 1 / ((1 + p[0] * x * x) * Sqrt(1 + p[0] * x * x))),
        ["isrlu"] = new((x, p) => x >= 0 ? x : x / Sqrt(1 + p[0] * x * x), (x, p) => x >= 0 ? 1 : 1 / ((1 + p[0] * x * x) * Sqrt(1 + p[0] * x * x))),
        ["onnx:hard_sigmoid"] = new((x, p) => Min(Max(p[0] * x + p[1], 0), 1), (x, p) => p[0] * x + p[1] > 0 && p[0] * x + p[1] < 1 ? p[0] : 0),
        ["onnx:selu"] = new((x, p) => p[1] * (x > 0 ? x : p[0] * Expm1(x)), (x, p) => p[1] * (x > 0 ? 1 : p[0] * Exp(x))),
        ["jax:leaky_relu"] = new((x, p) => x >= 0 ? x : Leaky(x, p[0]), (x, p) => x >= 0 ? 1 : p[0]),
        ["jax:hard_tanh"] = new(x => Min(Max(x, -1), 1), x => Abs(x) <= 1 ? 1 : 0),
    };

    /// <summary>A number from its decimal digits.</summary>
    public static Wide Decimal(string text) => Constant(text, () =>
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        Wide number = 0, scale = 1;
        foreach (char c in text.Where(char.IsAsciiDigit)) number = number * 10 + (c - '0');
        for (int i = point + 1; point >= 0 && i < text.Length; i++) scale *= 10;
        return number / scale;
    });

    private static Wide Leaky(Wide x, Wide slope) => x > 0 ? x : slope.IsZero ? 0 : slope * x;
    private static Wide SoftplusOf(Wide x) => Max(x, 0) + Log1p(Exp(-Abs(x)));

    // s(z) + growth·s(z)·(1 − s(z)).
    private static Wide GateSlope(Wide z, Wide growth) => Sigmoid(z) * (1 + growth * Sigmoid(-z));

    private static Wide CubicArgument(Wide x) => SqrtTwoOverPi * (x + GeluCubic * x * x * x);

    // 4/(e^x + e^−x)², with the larger exponential taken out.
    private static Wide SechSquared(Wide x) => 4 * Exp(-2 * Abs(x)) / Square(1 + Exp(-2 * Abs(x)));

    // (x + √(x² + b))/2; for x < 0 the conjugate, which does not cancel.
    private static Wide Plus(Wide x, Wide b) => x < 0 ? b / (2 * (Sqrt(x * x + b) - x)) : (x + Sqrt(x * x + b)) / 2;

    // (x·cosh x − sinh x)/cosh x, the numerator being Σ x^(2n+1)·2n/(2n+1)! with positive terms.
    private static Wide MinusTanh(Wide x)
    {
        if (Abs(x) > 1) return x - Tanh(x);
        Wide term = x, sum = 0;
        for (int n = 1; !term.IsZero && (sum.IsZero || term.Exponent > sum.Exponent - Wide.Bits - 8); n++)
        {
            term = term * x * x / (2 * n * (2 * n + 1));
            sum += term * (2 * n);
        }
        return x.IsZero ? x : 2 * sum / (Exp(x) + Exp(-x));
    }
}
