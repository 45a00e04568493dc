using Hillock.Bounds;
using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Bounds;

/// <summary>Bounds of every function over intervals, against its values at many numbers of them.</summary>
public sealed class ActivationBoundsTests
{
    private const int Intervals = 60;

    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void No_value_leaves_the_range_or_crosses_the_lines(string text)
    {
        Activation f = Activation.Parse(text);
        ActivationBounds bounds = new(f);
        Random random = new(1);
        foreach (Interval x in Cases(f, random))
        {
            double[] at = [x.Low, x.High, .. Enumerable.Range(0, 200).Select(_ => x.Low + (x.High - x.Low) * random.NextDouble()).Select(v => Math.Clamp(v, x.Low, x.High)),
                .. f.Facts.Kinks.Concat(f.Facts.TurningPoints).SelectMany(k => new[] { Math.BitDecrement(k), k, Math.BitIncrement(k) }).Where(x.Contains)];
            Interval range = bounds.Range(x);
            (Line below, Line above) = bounds.Lines(x);
            foreach (double v in at)
            {
                double y = f.Value(v);
                Assert.True(range.Contains(y), $"{text}({v:R}) = {y:R} lies outside {range} over {x}");
                Assert.True(below.At(v) <= y && y <= above.At(v), $"{text}({v:R}) = {y:R} lies outside {below.At(v):R} … {above.At(v):R} over {x}");
            }
        }
    }

    [Theory, InlineData("relu", -1, 2), InlineData("leaky_relu", -3, 1), InlineData("abs", -1, 2)]
    public void Above_a_bend_lies_the_chord(string text, double low, double high)
    {
        Activation f = Activation.Parse(text);
        Line above = new ActivationBounds(f).Lines(new(low, high)).Above;
        Assert.Equal(f.Value(low), above.At(low), 1e-5);
        Assert.Equal(f.Value(high), above.At(high), 1e-5);
    }

    [Theory, InlineData("sigmoid"), InlineData("tanh"), InlineData("gelu"), InlineData("silu"), InlineData("elu"), InlineData("softplus")]
    public void Lines_over_a_short_interval_lie_close(string text)
    {
        // Two parallel lines around an arc lie no further apart than an eighth of curvature × length².
        (Line below, Line above) = new ActivationBounds(Activation.Parse(text)).Lines(new(0.25, 0.5));
        double apart = above.At(0.375) - below.At(0.375);
        Assert.InRange(apart, 0, Activation.Parse(text).Facts.MaxCurvature * 0.25 * 0.25 / 4 + 2e-5);
    }

    [Fact]
    public void Relu_is_silent_up_to_0_and_on_above()
    {
        ActivationBounds relu = new(Activation.Parse("relu"));
        Assert.True(relu.IsSilent(new(-1, 0)) && !relu.IsSilent(new(-1, double.Epsilon)) && !relu.IsSilent(Interval.Unknown));
        Assert.True(relu.IsOn(new(double.Epsilon, 3)) && !relu.IsOn(new(0, 3)) && !relu.IsOn(Interval.Unknown));
        Assert.Equal(new Interval(0, 0), relu.Range(new(-5, 0)));
        ActivationBounds clipped = new(Activation.Parse("relu6"));
        Assert.True(clipped.IsSilent(new(6.0001, 7)) && clipped.IsOn(new(1, 5)) && !clipped.IsOn(new(1, 6)));
        Assert.False(new ActivationBounds(Activation.Parse("binary_step")).IsSilent(new(-2, -1)));
    }

    [Fact]
    public void Sigmoid_saturates_where_the_statistics_say_so()
    {
        ActivationBounds sigmoid = new(Activation.Parse("sigmoid"));
        Assert.True(sigmoid.IsSaturatedLow(new(-20, -6.1)) && sigmoid.IsSaturatedHigh(new(6.1, 9)));
        Assert.False(sigmoid.IsSaturatedLow(new(-20, -5)) || sigmoid.IsSaturatedHigh(Interval.Unknown) || sigmoid.IsOn(new(1, 2)));
    }

    [Fact]
    public void What_overflows_is_unknown()
    {
        Assert.Equal(Interval.Unknown, new ActivationBounds(Activation.Parse("exponential")).Range(new(0, 100)));
        Assert.Equal(Interval.Unknown, new ActivationBounds(Activation.Parse("sigmoid")).Range(Interval.Unknown));
    }

    private static IEnumerable<Interval> Cases(Activation f, Random random)
    {
        double[] special = [0, .. f.Facts.Kinks, .. f.Facts.TurningPoints];
        for (int i = 0; i < Intervals; i++)
        {
            double scale = Math.Pow(10, random.NextDouble() * 5 - 3);
            double centre = i % 2 == 0 ? special[random.Next(special.Length)] : (random.NextDouble() - 0.5) * 10;
            double low = centre - scale * (i % 5 == 0 ? 0 : random.NextDouble()), high = centre + scale * (i % 7 == 0 ? 0 : random.NextDouble());
            // Exponentials of more are infinite.
            if (Math.Max(Math.Abs(low), Math.Abs(high)) < 80) yield return new(low, high);
        }
    }
}
