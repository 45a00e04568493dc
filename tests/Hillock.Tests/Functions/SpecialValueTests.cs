using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>NaN, ±∞ and ±0, signs of zeros included.</summary>
public sealed class SpecialValueTests
{
    // Larger than any number of any format: what a formula gives here, rounded, is its limit.
    private static readonly Wide Infinity = Wide.Scale(1, 4000);

    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void NaN_gives_NaN(string text)
    {
        Activation f = Activation.Parse(text);
        Assert.True(double.IsNaN(f.Value(double.NaN)));
        Assert.True(double.IsNaN(f.Derivative(double.NaN)));
        float[] y = new float[2];
        foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
        {
            f.Forward([float.NaN, -float.NaN], y, precision);
            Assert.All(y, v => Assert.True(float.IsNaN(v)));
            f.Derivative([float.NaN, -float.NaN], y, precision);
            Assert.All(y, v => Assert.True(float.IsNaN(v)));
            f.Backward([float.NaN, 1f], [1f, float.NaN], y, precision);
            Assert.All(y, v => Assert.True(float.IsNaN(v)));
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Infinity_gives_the_limit(string text)
    {
        Activation f = Activation.Parse(text);
        foreach ((Wide x, double at) in new[] { (Infinity, double.PositiveInfinity), (-Infinity, double.NegativeInfinity), (0, 0.0) })
        {
            // The derivative of snake has no limit.
            if (f.Name != "snake" || double.IsFinite(at))
                foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
                {
                    float[] y = new float[1];
                    f.Derivative([(float)at], y, precision);
                    Assert.Equal((float)Rounded(Sweep.FormulaOf(f, true, p => (float)p)(x)), y[0]);
                }
            if (f.Name != "snake" || double.IsFinite(at))
                Assert.Equal(Rounded(Sweep.FormulaOf(f, true, p => p)(x)), f.Derivative(at), 4e-16);

            double limit = Rounded(f.Name == "snake" ? x : Sweep.FormulaOf(f, false, p => p)(x));
            AssertSame(limit, f.Value(at), $"{text} at {at}");
            float[] value = new float[1];
            foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
            {
                f.Forward([(float)at], value, precision);
                AssertSame((float)Rounded(f.Name == "snake" ? x : Sweep.FormulaOf(f, false, p => (float)p)(x)), value[0], $"{text} as float at {at}");
            }
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Zero_keeps_its_sign_where_the_function_changes_its_own(string text)
    {
        Activation f = Activation.Parse(text);
        if (!(f.Value(-1e-30) < 0 && f.Value(1e-30) > 0)) return;
        float[] y = new float[2];
        foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
        {
            f.Forward([-0f, 0f], y, precision);
            Assert.True(y[0] == 0 && float.IsNegative(y[0]) && y[1] == 0 && !float.IsNegative(y[1]), text);
        }
        Assert.True(f.Value(-0.0) == 0 && double.IsNegative(f.Value(-0.0)) && f.Value(0) == 0 && !double.IsNegative(f.Value(0)), text);
    }

    [Theory]
    [InlineData("silu"), InlineData("quick_gelu"), InlineData("mish"), InlineData("gelu"), InlineData("gelu_tanh"), InlineData("hard_swish")]
    public void The_lower_tail_ends_in_negative_zero(string text)
    {
        Activation f = Activation.Parse(text);
        float[] y = new float[2];
        f.Forward([float.NegativeInfinity, -float.MaxValue], y);
        Assert.All(y, v => Assert.True(v == 0 && float.IsNegative(v)));
        Assert.True(f.Value(double.NegativeInfinity) == 0 && double.IsNegative(f.Value(double.NegativeInfinity)));
    }

    // Beyond the range of a double the power of two is as good as infinite.
    private static double Rounded(Wide x) => x.Exponent > 1023 ? (x.IsNegative ? double.NegativeInfinity : double.PositiveInfinity) : x.Approximately;

    private static void AssertSame(double expected, double actual, string where) =>
        Assert.True(
            expected == actual || Ordinary(expected) && Math.Abs(actual - expected) <= 4e-16 * Math.Abs(expected), $"{where}: expected {Text(expected)}, got {Text(actual)}");

    // A limit other than 0 and ∞ may be off by the ulp that is allowed elsewhere.
    private static bool Ordinary(double x) => x != 0 && double.IsFinite(x);

    private static string Text(double x) => (double.IsNegative(x) && x == 0 ? "-" : "") + x.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
