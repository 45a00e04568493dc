using Hillock.Runs;
using Hillock.Torch.Training;
using Xunit;

namespace Hillock.Torch.Tests;

public sealed class RateSearchTests
{
    [Theory]
    [InlineData(new[] { double.NaN, 2.2, 0.82, 1.0, 1.57 }, 0.03)] // nearly as far as the best: the smaller one
    [InlineData(new[] { double.NaN, 2.2, 0.82, 1.2, 1.57 }, 0.1)] // clearly behind the best
    [InlineData(new[] { 2.31, 2.37, 2.32, 2.305, 2.307 }, 0.03)] // none beats the constant answer: the lowest loss
    [InlineData(new[] { double.NaN, double.NaN, double.NaN, double.NaN, double.NaN }, 0.01)]
    [InlineData(new[] { 0.5, 0.5, 0.5, 0.5, 0.5 }, 0.01)]
    public void The_smallest_rate_that_does_nearly_as_well_as_the_best_is_chosen(double[] losses, double chosen)
    {
        double[] rates = [1, 0.3, 0.1, 0.03, 0.01];
        RateTrial[] trials = [.. rates.Zip(losses, (rate, loss) => new RateTrial(rate, double.IsNaN(loss) ? null : loss, false))];
        Assert.Equal(chosen, RateSearch.Choose(trials, constantLoss: 2.3).Rate);
    }
}
