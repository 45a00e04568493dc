using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class SpecialValueTests
{
    private static readonly Activation Tanh = Activation.Parse("tanh");

    public static TheoryData<UnitLayout> Layouts =>
    [
        .. (UnitLayout[])
        [
            new(100, 1), new(100, 16), new(100, 37), new(3, 7, 5), new(3, 7, 5, ChannelsLast: true), new(3, 20, 70), new(3, 20, 70, ChannelsLast: true),
        ],
    ];

    [Theory, MemberData(nameof(Layouts))]
    public void NaN_and_infinity_are_counted_and_enter_nothing_else(UnitLayout layout)
    {
        (float[] z, float[] a) = Layer.Normal(Tanh, layout, seed: 5);
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        Random random = new(6);
        for (int i = 0; i < 12; i++)
        {
            z[random.Next(z.Length)] = special[i % 3];
            a[random.Next(a.Length)] = special[(i + 1) % 3];
        }

        UnitStatistics statistics = new(Tanh, layout.Units, detailEvery: 1);
        statistics.Observe(z, a, layout);
        UnitStatisticsTests.AssertAgrees(statistics, Tanh, z, a, layout);
        Assert.Equal(z.Concat(a).Count(x => !float.IsFinite(x)), statistics.NonFinite);
        Assert.Equal(z.Count(float.IsFinite), statistics.PreActivations.Counts.Sum() + statistics.PreActivations.Below + statistics.PreActivations.Above);
        Assert.True(double.IsFinite(statistics.MeanOutput) && double.IsFinite(statistics.StdOutput) && double.IsFinite(statistics.MeanAbsDerivative));
    }

    [Theory, MemberData(nameof(Layouts))]
    public void A_layer_of_nothing_but_NaN_has_no_numbers_and_no_lists(UnitLayout layout)
    {
        layout = layout with { Samples = 300 };
        float[] z = new float[layout.Length];
        z.AsSpan().Fill(float.NaN);
        UnitStatistics statistics = new(Tanh, layout.Units);
        statistics.Observe(z, z, layout);
        UnitStatisticsTests.AssertAgrees(statistics, Tanh, z, z, layout);
        Assert.Equal(double.NaN, statistics.MeanOutput);
        UnitLists lists = statistics.Classify();
        Assert.Empty(lists.Dead.Concat(lists.Constant).Concat(lists.Saturated).Concat(lists.Dormant));
    }

    [Theory]
    [InlineData(1000, 1e-3)]
    [InlineData(-3e30, 1e28)]
    [InlineData(1e-42, 1e-43)]
    [InlineData(0, 1e-30)]
    public void The_variance_is_right_however_far_from_zero_the_values_lie(double mean, double std)
    {
        UnitLayout layout = new(500, 20);
        float[] z = new float[layout.Length];
        Random random = new(3);
        for (int i = 0; i < z.Length; i++) z[i] = (float)(mean + std * Layer.Gauss(random));
        UnitStatistics statistics = new(Tanh, layout.Units);
        statistics.Observe(z, z, layout);
        UnitStatisticsTests.AssertAgrees(statistics, Tanh, z, z, layout);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(77)]
    public void One_outlier_spoils_nothing_wherever_it_stands(int sample)
    {
        UnitLayout layout = new(1000, 17);
        (float[] z, _) = Layer.Normal(Tanh, layout, seed: 8, std: 1e-3);
        for (int unit = 0; unit < layout.Units; unit++) z[sample * layout.Units + unit] = 1e6f;
        UnitStatistics statistics = new(Tanh, layout.Units);
        statistics.Observe(z, z, layout);
        UnitStatisticsTests.AssertAgrees(statistics, Tanh, z, z, layout);
    }

    [Fact]
    public void A_value_that_never_changes_has_a_variance_of_exactly_0()
    {
        float[] z = [.. Enumerable.Repeat(0.1f, 3000)];
        UnitStatistics statistics = new(Tanh, 3);
        statistics.Observe(z, z, new(1000, 3));
        Assert.Equal(new Spread(0.1f, 0, 0.1f, 0.1f), statistics[2].Output);
    }

    [Fact]
    public void Both_zeros_are_zeros_and_an_extreme_of_zero_has_one_sign()
    {
        UnitStatistics first = new(Tanh, 1), second = new(Tanh, 1);
        first.Observe([-0f, 0f], [-0f, 0f], new(2, 1));
        second.Observe([0f, -0f], [0f, -0f], new(2, 1));
        Assert.Equal(2, first[0].Zeros);
        Assert.Equal(first[0], second[0]);
        Assert.False(double.IsNegative(first[0].Output.Minimum));
        Assert.False(double.IsNegative(second[0].Output.Maximum));
    }

    [Theory]
    [InlineData("sigmoid")]
    [InlineData("relu")]
    [InlineData("elu")]
    public void What_lies_exactly_on_a_bound_counts_as_the_derivative_says(string function)
    {
        Activation activation = Activation.Parse(function);
        TailBounds bounds = TailBounds.Of(activation, 0.01);
        float[] z =
        [
            .. ((float[])[bounds.SaturatedLow, bounds.SaturatedHigh, bounds.SilentLow, bounds.SilentHigh]).Where(float.IsFinite)
                .SelectMany(bound => (float[])[MathF.BitDecrement(bound), bound, MathF.BitIncrement(bound)]),
        ];
        foreach (UnitLayout layout in (UnitLayout[])[new(1, z.Length), new(z.Length, 1), new(1, 1, z.Length)])
        {
            UnitStatistics statistics = new(activation, layout.Units);
            float[] a = Layer.Outputs(activation, z);
            statistics.Observe(z, a, layout);
            UnitStatisticsTests.AssertAgrees(statistics, activation, z, a, layout);
        }
    }

    [Theory]
    [InlineData(7, 5, 1, 35, 34)]
    [InlineData(7, 6, 1, 35, 35)]
    [InlineData(7, 5, 0, 35, 35)]
    public void Arrays_that_do_not_fit_are_refused(int samples, int units, int positions, int zLength, int aLength)
    {
        UnitStatistics statistics = new(Tanh, 5);
        Assert.Throws<ArgumentException>(() => statistics.Observe(new float[zLength], new float[aLength], new(samples, units, positions)));
        Assert.Equal(0, statistics.Samples);
    }
}
