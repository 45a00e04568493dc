using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class UnitStatisticsTests
{
    private static readonly string[] Functions = ["relu", "sigmoid", "tanh", "leaky_relu", "elu", "softplus", "identity"];

    public static TheoryData<string, UnitLayout> Layouts
    {
        get
        {
            TheoryData<string, UnitLayout> data = [];
            // Every number of units up to two and a half vectors, and tiles that end in the middle.
            for (int units = 1; units <= 40; units++) data.Add(Functions[units % Functions.Length], new(130, units));
            foreach (string function in Functions)
                foreach (int positions in (int[])[2, 15, 16, 63, 64, 65, 100, 257])
                    foreach (bool last in (bool[])[false, true])
                    {
                        data.Add(function, new(3, 5, positions, last));
                        data.Add(function, new(2, 33, positions, last));
                    }

            data.Add("tanh", new(1, 2, 9000));
            data.Add("tanh", new(1, 2, 9000, ChannelsLast: true));
            data.Add("relu", new(1, 300));
            data.Add("relu", new(0, 3));
            return data;
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Every_unit_agrees_with_the_definitions(string function, UnitLayout layout)
    {
        Activation activation = Activation.Parse(function);
        (float[] z, float[] a) = Layer.Normal(activation, layout, seed: layout.Units * 1000 + layout.Positions);
        UnitStatistics statistics = new(activation, layout.Units);
        statistics.Observe(z, a, layout);
        AssertAgrees(statistics, activation, z, a, layout);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Outputs_that_are_computed_count_like_those_that_are_given(string function, UnitLayout layout)
    {
        Activation activation = Activation.Parse(function);
        (float[] z, float[] a) = Layer.Normal(activation, layout, seed: layout.Units * 1000 + layout.Positions);
        UnitStatistics statistics = new(activation, layout.Units);
        statistics.ObservePreActivations(z, layout);
        AssertAgrees(statistics, activation, z, a, layout);
    }

    internal static void AssertAgrees(UnitStatistics statistics, Activation activation, float[] z, float[] a, UnitLayout layout)
    {
        Assert.Equal(layout.Samples, statistics.Samples);
        Assert.Equal((long)layout.Samples * layout.Positions, statistics.Observations);
        for (int unit = 0; unit < layout.Units; unit++)
        {
            Naive naive = new(activation, z, a, layout, unit);
            UnitSummary summary = statistics[unit];
            Assert.Equal(naive.FiringSamples, summary.FiringSamples);
            Assert.Equal(naive.Zeros, summary.Zeros);
            Assert.Equal(naive.SaturatedLow, summary.SaturatedLow);
            Assert.Equal(naive.SaturatedHigh, summary.SaturatedHigh);
            Assert.Equal(naive.NonFinite, summary.NonFinite);
            AssertAgrees(naive.PreActivation, summary.PreActivation);
            AssertAgrees(naive.Output, summary.Output);
            AssertClose(naive.MeanMagnitude, summary.MeanMagnitude, Math.Abs(naive.MeanMagnitude));
        }
    }

    private static void AssertAgrees(Spread expected, Spread actual)
    {
        Assert.Equal(expected.Minimum, actual.Minimum);
        Assert.Equal(expected.Maximum, actual.Maximum);
        double size = Math.Max(Math.Abs(expected.Minimum), Math.Abs(expected.Maximum));
        AssertClose(expected.Mean, actual.Mean, size);
        // The variance must be right relative to itself, however far from 0 the values lie.
        AssertClose(expected.Variance, actual.Variance, expected.Variance);
    }

    private static void AssertClose(double expected, double actual, double scale)
    {
        if (double.IsNaN(expected)) Assert.Equal(double.NaN, actual);
        else Assert.True(Math.Abs(expected - actual) <= 1e-12 * scale, $"expected {expected:R}, got {actual:R}");
    }
}
