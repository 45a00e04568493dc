using CsCheck;
using Hillock.Report.Plots;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class AxisTests
{
    private static readonly Gen<(double Low, double High)> Ranges =
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1e-6, 1e6]).Select((low, length) => (low, low + length));

    [Theory]
    [InlineData(0, 10, 6, "0 2 4 6 8 10")]
    [InlineData(0, 1, 6, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-0.3, 0.7, 5, "−0.5 0.0 0.5 1.0")]
    [InlineData(0, 0.00003, 4, "0 1_×_10⁻⁵ 2_×_10⁻⁵ 3_×_10⁻⁵")]
    [InlineData(0, 20000, 5, "0 5000 10_000 15_000 20_000")]
    [InlineData(188.36842, 188.3686, 4, "188.3684 188.3685 188.3686")]
    [InlineData(1500000, 1500030, 4, "1_500_000 1_500_010 1_500_020 1_500_030")]
    [InlineData(2.2998, 2.3104, 4, "2.295 2.300 2.305 2.310 2.315")]
    public void Marks_are_round(double low, double high, int count, string labels) =>
        Assert.Equal(labels, Labels(Ticks.Linear(low, high, count)));

    [Fact]
    public void Marks_hold_the_range_at_equal_steps_and_are_neither_few_nor_many() => Ranges.Sample(range =>
    {
        IReadOnlyList<Tick> ticks = Ticks.Linear(range.Low, range.High, 6);
        double step = ticks[1].Value - ticks[0].Value, slack = 1e-6 * step;
        Assert.InRange(ticks.Count, 2, 13);
        Assert.True(ticks[0].Value <= range.Low + slack && ticks[^1].Value >= range.High - slack);
        Assert.True(ticks[1].Value > range.Low - slack && ticks[^2].Value < range.High + slack);
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.Equal(step, pair.Second.Value - pair.First.Value, 1e-6 * step + 1e-9));
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct().Count());
    });

    [Theory]
    [InlineData(0.02, 30, 7, "0.01 0.1 1 10 100")]
    [InlineData(2e-12, 3e-3, 7, "10⁻¹² 10⁻¹⁰ 10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻²")]
    [InlineData(1, 1e4, 7, "10⁰ 10¹ 10² 10³ 10⁴")]
    [InlineData(5, 5, 3, "1 10")]
    [InlineData(1, 1, 7, "1 2 5 10")]
    [InlineData(0.002, 0.03, 7, "0.001 0.002 0.005 0.01 0.02 0.05 0.1")]
    [InlineData(2e-7, 3e-7, 7, "10⁻⁷   10⁻⁶")]
    public void Logarithmic_marks_are_powers_of_ten(double low, double high, int count, string labels) =>
        Assert.Equal(labels, Labels(Ticks.Logarithmic(low, high, count)));

    [Fact]
    public void Logarithmic_marks_hold_the_range_and_are_not_many() =>
        Gen.Select(Gen.Double[-290, 290], Gen.Double[0, 200], Gen.Int[2, 12]).Sample((from, length, count) =>
        {
            double low = Math.Pow(10, from), high = Math.Pow(10, Math.Min(from + length, 300));
            IReadOnlyList<Tick> ticks = Ticks.Logarithmic(low, high, count);
            Assert.InRange(ticks.Count, 2, count);
            Assert.True(ticks[0].Value <= low * 1.000001 && ticks[^1].Value >= high * 0.999999);
        });

    [Fact]
    public void Epochs_are_whole_and_a_single_one_stands_in_the_middle()
    {
        Assert.Equal("1 2 3", Labels(Axis.Whole("epoch", 1, 3).Ticks));
        Axis single = Axis.Whole("epoch", 1, 1);
        Assert.Equal("1", Labels(single.Ticks));
        Assert.Equal(0.5, single.Position(1));
    }

    [Theory]
    [InlineData(0.02, 2.3, true)]
    [InlineData(0.03, 2.3, false)]
    [InlineData(-1, 1000, false)]
    [InlineData(0, 0, false)]
    public void An_axis_is_logarithmic_beyond_two_decades(double low, double high, bool expected) =>
        Assert.Equal(expected, Axis.Fitting("loss", [low, double.NaN, high, double.PositiveInfinity]).IsLogarithmic);

    [Fact]
    public void A_loss_of_zero_does_not_hide_the_decades_above_it()
    {
        Axis axis = Axis.Fitting("loss", [2.3, 0.01, 0]);
        Assert.True(axis.IsLogarithmic);
        Assert.Equal(0.01, axis.Low, 1e-12);
        Assert.Equal(0, axis.Position(0));
    }

    [Fact]
    public void A_scale_that_nearly_reaches_zero_begins_there_and_one_far_from_it_does_not()
    {
        Assert.Equal(0, Axis.Linear("loss", [0.3, 2.3]).Low);
        Assert.InRange(Axis.Linear("loss", [2.30, 2.31]).Low, 2.29, 2.30);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { double.NaN })]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { 2.5, 2.5 })]
    [InlineData(new[] { 1e-320 })]
    public void An_axis_of_next_to_nothing_is_still_an_axis(double[] values)
    {
        foreach (Axis axis in new[] { Axis.Linear("a", values), Axis.Logarithmic("a", values), Axis.Fitting("a", values) })
        {
            Assert.True(axis.High > axis.Low, $"{axis.Low}…{axis.High}");
            Assert.InRange(axis.Position(values.FirstOrDefault(double.IsFinite)), 0, 1);
        }
    }

    [Theory]
    [InlineData(0.0001, 0)]
    [InlineData(0.01, 0)]
    [InlineData(0.1, 1 / 6.0)]
    [InlineData(10, 0.5)]
    [InlineData(1e9, 1)]
    public void On_a_logarithmic_axis_equal_lengths_are_equal_ratios(double value, double place) =>
        Assert.Equal(place, Axis.Logarithmic("a", [0.01, 1e4]).Position(value), 1e-9);

    private static string Labels(IEnumerable<Tick> ticks) => string.Join(' ', ticks.Select(tick => tick.Label)).Replace('\u202f', '_');
}
