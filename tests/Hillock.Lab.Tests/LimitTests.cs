using Hillock.Lab.Claims;
using Xunit;

namespace Hillock.Lab.Tests;

/// <summary>What is known exactly or from elsewhere.</summary>
public sealed class LimitTests
{
    // Upper: 1 − (1 − 2⁻ᴺ)^(L−1). The frequencies are of an independent simulation with zero biases.
    [Theory]
    [InlineData(10, 2, 0.880)]
    [InlineData(10, 3, 0.568)]
    [InlineData(10, 4, 0.291)]
    [InlineData(10, 5, 0.124)]
    [InlineData(20, 2, 0.994)]
    [InlineData(20, 4, 0.630)]
    [InlineData(20, 5, 0.356)]
    public void Networks_are_born_dead_as_often_as_elsewhere_and_between_the_bounds(int depth, int width, double elsewhere)
    {
        const int networks = 10_000;
        double share = BornDead.Simulate(width, depth, networks, 1)[depth], error = Math.Sqrt(elsewhere * (1 - elsewhere) / networks);
        Assert.Equal(elsewhere, share, 4 * error + 0.002);
        Assert.InRange(share, BornDead.Lower(depth, width) - 3 * error, BornDead.Upper(depth, width) + 3 * error);
    }

    [Fact]
    public void The_bounds_are_those_of_the_paper_where_they_can_be_told_by_hand()
    {
        // Two layers, one of them hidden: dead when no unit of the hidden layer is on; with one input each unit is on for x or for −x.
        Assert.Equal(0, BornDead.Lower(2, 3), 12);
        Assert.Equal(0.125, BornDead.Upper(2, 3), 12);
    }

    [Fact]
    public void Gini_is_0_for_equal_shares_and_nearly_1_for_a_single_holder()
    {
        Assert.Equal(0, Regularisation.Gini([2, 2, 2, 2]), 12);
        Assert.Equal(0.75, Regularisation.Gini([0, 0, 0, 5]), 12);
    }

    [Fact]
    public void Rank_correlation_sees_order_alone_and_ties_share_their_ranks()
    {
        Assert.Equal(1, Ranks.Correlation([1, 2, 3, 4], [1, 10, 100, 1000]), 12);
        Assert.Equal(-1, Ranks.Correlation([1, 2, 3, 4], [4, 3, 2, 1]), 12);
        // By hand: ranks 1.5, 1.5, 3 against 1, 2, 3 give √3/2.
        Assert.Equal(Math.Sqrt(3) / 2, Ranks.Correlation([5, 5, 9], [1, 2, 3]), 12);
    }
}
