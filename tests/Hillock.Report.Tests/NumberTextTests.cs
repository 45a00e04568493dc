using Xunit;

namespace Hillock.Report.Tests;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1.00")]
    [InlineData(0.01234, "0.0123")]
    [InlineData(0.9996, "1.00")]
    [InlineData(-2.345, "−2.35")]
    [InlineData(123.4, "123")]
    [InlineData(1234, "1230")]
    [InlineData(12345, "12_300")]
    [InlineData(123456, "123_000")]
    [InlineData(1234567, "1.23_×_10⁶")]
    [InlineData(0.000123, "0.000123")]
    [InlineData(0.0000123, "1.23_×_10⁻⁵")]
    [InlineData(-1e-300, "−1.00_×_10⁻³⁰⁰")]
    [InlineData(double.NaN, "not finite")]
    [InlineData(double.NegativeInfinity, "not finite")]
    public void A_number_has_three_digits(double value, string text) => Assert.Equal(text, NumberText.Number(value).Replace('\u202f', '_'));

    [Fact]
    public void An_absent_number_is_a_dash() => Assert.Equal(("–", "–"), (NumberText.Number(null), NumberText.Percent(null)));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(100, "100")]
    [InlineData(20000, "20_000")]
    [InlineData(1e-7, "1_×_10⁻⁷")]
    [InlineData(1.5e-7, "1.5_×_10⁻⁷")]
    public void A_chosen_number_has_no_zeros_at_its_end(double value, string text) => Assert.Equal(text, NumberText.Chosen(value).Replace('\u202f', '_'));

    [Theory]
    [InlineData(0, "0_%")]
    [InlineData(1, "100_%")]
    [InlineData(0.934, "93.4_%")]
    [InlineData(0.0001, "<0.1_%")]
    [InlineData(0.9999, ">99.9_%")]
    public void A_share_that_is_not_all_is_not_shown_as_all(double value, string text) => Assert.Equal(text, NumberText.Percent(value).Replace('\u202f', '_'));

    [Theory]
    [InlineData(0.4213, "0.421_s")]
    [InlineData(11.37, "11.4_s")]
    [InlineData(125, "2_min 5_s")]
    [InlineData(double.NaN, "–")]
    public void A_time_has_its_unit(double value, string text) => Assert.Equal(text, NumberText.Seconds(value).Replace('\u202f', '_'));

    [Fact]
    public void Neighbours_become_ranges()
    {
        Assert.Equal("0–3, 7, 12–13", NumberText.Ranges([0, 1, 2, 3, 7, 12, 13]));
        Assert.Equal("", NumberText.Ranges([]));
    }

    [Fact]
    public void Whole_numbers_keep_every_digit()
    {
        Assert.Equal("1_234_567", NumberText.Count(1234567).Replace('\u202f', '_'));
        Assert.Equal("9999", NumberText.Count(9999));
        Assert.Equal("−9_223_372_036_854_775_808", NumberText.Count(long.MinValue).Replace('\u202f', '_'));
    }
}
