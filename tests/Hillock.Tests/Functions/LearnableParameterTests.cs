using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>∂f/∂p against the slope of the reference formula in p, and rrelu's training.</summary>
public sealed class LearnableParameterTests
{
    public static TheoryData<string, string> Cases =>
    [
        .. FunctionCases.All.Select(Activation.Parse).SelectMany(f => f.Parameters.Where(p => p.Learnable && Math.Abs(f[p.Name]) is < 100 and > 0.01)
            .Select(p => (f.ToString(), p.Name))),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void The_derivative_is_the_slope_in_the_parameter(string text, string parameter)
    {
        Activation f = Activation.Parse(text);
        Formula formula = Reference.Formulas[f.Name];
        double[] x = [-1e300, -700, -30.5, -3.7, -1.1, -0.3, -1e-5, 0, 1e-5, 0.2, 0.9, 2.4, 8, 40, 1e300], d = new double[x.Length];
        f.ParameterDerivative(parameter, x, d);
        for (int i = 0; i < x.Length; i++)
        {
            if (!Sweep.Promised(f, x[i])) continue;
            Wide step = Wide.Scale(Math.Abs(f[parameter]), -40);
            Wide slope = (At(step) - At(-step)) / (2 * step);
            Wide At(Wide by) => formula.Value(x[i], [.. f.Parameters.Select(p => p.Name == parameter ? f[p.Name] + by : f[p.Name])]);
            Assert.True(WideMath.Abs(slope - d[i]) <= 1e-9 * WideMath.Abs(slope) + 1e-16, $"{text}, {parameter} at {x[i]}: {d[i]}, not {slope}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_gradient_is_the_sum_over_all_elements(string text, string parameter)
    {
        Activation f = Activation.Parse(text);
        float[] x = [.. Enumerable.Range(0, 1000).Select(i => (i - 500) / 50f)], dy = [.. x.Select((_, i) => i % 5 - 1.5f)], d = new float[x.Length];
        f.ParameterDerivative(parameter, x, d);
        double expected = 0;
        for (int i = 0; i < x.Length; i++) expected += (double)dy[i] * d[i];
        Assert.Equal(expected, f.ParameterGradient(parameter, x, dy), 1e-9 * (1 + Math.Abs(expected)));
        Assert.Equal(expected, f.ParameterGradient(parameter, [.. x.Select(v => (double)v)], [.. dy.Select(v => (double)v)]), 1e-4 * (1 + Math.Abs(expected)));
    }

    [Fact]
    public void What_cannot_be_learnt_is_refused()
    {
        Assert.Contains("has none", Assert.Throws<ArgumentException>(() => Activation.Parse("relu").ParameterGradient("slope", [1f], [1f])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Activation.Parse("prelu").ParameterGradient("slope", [1f], [1f, 2f]));
    }

    [Fact]
    public void Rrelu_draws_slopes_evenly_and_repeats_them_for_a_seed()
    {
        Activation f = Activation.Parse("rrelu(lower=0.1, upper=0.5)");
        float[] x = [.. Enumerable.Range(0, 20000).Select(i => i % 2 == 0 ? -1f - i : 1f + i)], y = new float[x.Length], slopes = new float[x.Length], again = new float[x.Length];
        RReluTraining.Forward(f, 7, x, y, slopes);
        for (int i = 0; i < x.Length; i++) Assert.Equal(slopes[i] * x[i], y[i]);
        Assert.All(slopes.Where((_, i) => i % 2 == 1), s => Assert.Equal(1, s));
        float[] drawn = [.. slopes.Where((_, i) => i % 2 == 0)];
        Assert.All(drawn, s => Assert.InRange(s, 0.1f, 0.5f));
        Assert.Equal(0.3, drawn.Average(), 0.01);
        Assert.Equal(0.16 / 12, drawn.Select(s => Math.Pow(s - 0.3, 2)).Average(), 0.001);

        // In two parts the same slopes, with another seed others.
        RReluTraining.Forward(f, 7, x.AsSpan(0, 5000), y.AsSpan(0, 5000), again.AsSpan(0, 5000));
        RReluTraining.Forward(f, 7, x.AsSpan(5000), y.AsSpan(5000), again.AsSpan(5000), 5000);
        Assert.Equal(slopes, again);
        RReluTraining.Forward(f, 8, x, y, again);
        Assert.NotEqual(slopes, again);

        float[] spoilt = [float.NaN, 1, -1], ofSpoilt = new float[3];
        RReluTraining.Forward(f, 7, spoilt, ofSpoilt, again.AsSpan(0, 3));
        Assert.Equal((float.NaN, float.NaN, 1), (ofSpoilt[0], again[0], again[1]));
        RReluTraining.Backward(slopes, y, again);
        Assert.Equal(slopes[4] * y[4], again[4]);
        Assert.Throws<ArgumentException>(() => RReluTraining.Forward(Activation.Parse("relu"), 1, x, y, slopes));
    }
}
