using Hillock.Bench;
using Xunit;

namespace Hillock.Torch.Tests.Bench;

public sealed class InterleavedTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 100.0 }, 3)]
    [InlineData(new[] { 5.0 }, 5)]
    public void The_median_is_the_middle_one_or_the_mean_of_two(double[] values, double median) =>
        Assert.Equal(median, Interleaved.Median(values));

    [Fact]
    public void The_spread_is_half_the_distance_of_the_quartiles_over_the_median()
    {
        // Quartiles 2 and 4 about 3; how far away the last one lies does not matter.
        Assert.Equal(1.0 / 3, Interleaved.Spread([1, 2, 3, 4, 1000]), 1e-12);
        Assert.Equal(0, Interleaved.Spread([7, 7, 7, 7]));
    }

    [Fact]
    public void Contenders_take_turns()
    {
        List<char> order = [];
        double[][] seconds = Interleaved.Measure(2, 1, () => order.Add('a'), () => order.Add('b'), () => order.Add('c'));
        Assert.Equal("abcabcabc", string.Concat(order));
        Assert.Equal([2, 2, 2], seconds.Select(of => of.Length));
    }

    [Fact]
    public void Short_calls_are_repeated_until_they_fill_a_sample_and_counted_one_by_one()
    {
        int largest = 0;
        Sampling sampling = new(5, 0) { Sample = TimeSpan.FromMilliseconds(1) };
        double[][] seconds = Interleaved.Measure(sampling, [times => { largest = Math.Max(largest, times); Thread.SpinWait(times); }], CancellationToken.None);
        Assert.True(largest > 100, $"{largest} repetitions of next to nothing");
        Assert.All(seconds[0], each => Assert.InRange(each, 0, 1e-3));
    }

    [Fact]
    public void Who_cancels_gets_no_half_measurement()
    {
        using CancellationTokenSource stop = new();
        int calls = 0;
        Assert.Throws<OperationCanceledException>(() => Interleaved.Measure(new(100, 0), [_ => { if (++calls == 3) stop.Cancel(); }], stop.Token));
        Assert.Equal(3, calls);
    }
}
