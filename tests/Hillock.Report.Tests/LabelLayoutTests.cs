using CsCheck;
using Hillock.Report.Plots;
using Xunit;

namespace Hillock.Report.Tests;

public sealed class LabelLayoutTests
{
    [Fact]
    public void Labels_that_do_not_touch_stay_where_they_are() =>
        Assert.Equal([50, 10, 90], LabelLayout.Spread([50, 10, 90], 15, 0, 100));

    [Fact]
    public void Labels_on_one_spot_spread_to_both_sides() =>
        Assert.Equal([35, 50, 65], LabelLayout.Spread([50, 50, 50], 15, 0, 100));

    [Fact]
    public void Labels_at_the_border_stay_inside() =>
        Assert.Equal([70, 85, 100], LabelLayout.Spread([100, 100, 100], 15, 0, 100));

    [Fact]
    public void Where_there_is_no_room_they_share_what_there_is() =>
        Assert.Equal([0, 10, 20], LabelLayout.Spread([5, 5, 5], 15, 0, 20));

    [Fact]
    public void Labels_keep_their_order_their_distance_and_the_borders() =>
        Gen.Select(Gen.Double[-50, 150].Array[0, 20], Gen.Double[1, 20]).Sample((wanted, gap) =>
        {
            double[] places = LabelLayout.Spread(wanted, gap, 0, 100);
            Assert.Equal(wanted.Length, places.Length);
            double room = Math.Min(gap, 100.0 / Math.Max(1, wanted.Length - 1));
            double[] sorted = [.. places.Order()];
            Assert.All(sorted, place => Assert.InRange(place, -1e-9, 100 + 1e-9));
            Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.Second - pair.First >= room - 1e-9));
            Assert.Equal(Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i]), Enumerable.Range(0, wanted.Length).OrderBy(i => places[i]));
        });
}
