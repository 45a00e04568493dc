using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class GradientTests
{
    private static readonly Activation Relu = Activation.Parse("relu");

    public static TheoryData<UnitLayout> Layouts =>
        [.. (UnitLayout[])[new(101, 1), new(101, 16), new(101, 37), new(3, 7, 5), new(3, 7, 50), new(3, 17, 5, ChannelsLast: true)]];

    [Theory, MemberData(nameof(Layouts))]
    public void Root_mean_squares_agree_with_their_definition(UnitLayout layout)
    {
        float[] delta = Gradient(layout, seed: 1);
        UnitStatistics statistics = new(Relu, layout.Units);
        statistics.ObserveGradient(delta, layout);
        Assert.Equal(delta.Length, statistics.GradientObservations);
        AssertRelative(Math.Sqrt(delta.Average(x => (double)x * x)), statistics.GradientRms);
        for (int unit = 0; unit < layout.Units; unit++)
            AssertRelative(Math.Sqrt(delta.Where((_, i) => layout.UnitOf(i) == unit).Average(x => (double)x * x)), statistics[unit].GradientRms);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void Medians_are_within_a_thirtieth_with_zeros_and_without(double zeros)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            UnitLayout layout = new(100 + seed, 11);
            float[] delta = Gradient(layout, seed, zeros);
            UnitStatistics statistics = new(Relu, layout.Units);
            statistics.ObserveGradient(delta, layout);
            AssertMedian([.. delta.Select(Math.Abs).Order()], statistics.GradientMedian);
            AssertMedian([.. delta.Where(x => x != 0).Select(Math.Abs).Order()], statistics.GradientMedianNonZero);
        }
    }

    [Fact]
    public void Tiny_gradients_are_not_zeros()
    {
        UnitStatistics statistics = new(Relu, 1);
        statistics.ObserveGradient([0, 1e-45f, -1e-45f], new(3, 1));
        Assert.True(statistics.GradientMedian > 0);
        statistics.ObserveGradient([0, 0, -0f], new(3, 1));
        Assert.Equal(0, statistics.GradientMedian);
        Assert.True(statistics.GradientMedianNonZero > 0);
    }

    [Fact]
    public void Without_a_gradient_there_is_no_number()
    {
        UnitStatistics statistics = new(Relu, 2);
        Assert.Null(statistics.GradientRms);
        Assert.Null(statistics.GradientMedian);
        Assert.Null(statistics[1].GradientRms);
        statistics.ObserveGradient([0, 0], new(1, 2));
        Assert.Equal(0, statistics.GradientRms);
        Assert.Equal(0, statistics.GradientMedian);
        Assert.Null(statistics.GradientMedianNonZero);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void NaN_and_infinity_are_counted_and_spoil_nothing(UnitLayout layout)
    {
        float[] delta = Gradient(layout, seed: 3);
        delta[0] = float.NaN;
        delta[^1] = float.NegativeInfinity;
        UnitStatistics statistics = new(Relu, layout.Units);
        statistics.ObserveGradient(delta, layout);
        Assert.Equal(2, statistics.NonFiniteGradients);
        AssertRelative(Math.Sqrt(delta.Where(float.IsFinite).Average(x => (double)x * x)), statistics.GradientRms);
        AssertMedian([.. delta.Where(float.IsFinite).Select(Math.Abs).Order()], statistics.GradientMedian);
    }

    private static float[] Gradient(UnitLayout layout, int seed, double zeros = 0.2)
    {
        Random random = new(seed);
        float[] delta = new float[layout.Length];
        for (int i = 0; i < delta.Length; i++)
            delta[i] = random.NextDouble() < zeros ? 0 : (float)(Layer.Gauss(random) * Math.Pow(10, -6 * random.NextDouble()));
        return delta;
    }

    private static void AssertRelative(double expected, double? actual) =>
        Assert.True(Math.Abs(expected - actual!.Value) <= 1e-12 * expected, $"{expected:R} and {actual:R}");

    private static void AssertMedian(float[] sorted, double? actual)
    {
        float expected = sorted[(sorted.Length - 1) / 2];
        Assert.True(Math.Abs(expected - actual!.Value) <= expected / 31, $"{expected:R} and {actual:R}");
    }
}
