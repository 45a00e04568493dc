namespace Hillock.Statistics;

/// <summary>How the finite values of a unit are spread; NaN where there was none.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Variance">Their mean squared distance from the mean (divided by n, not n − 1).</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
public readonly record struct Spread(double Mean, double Variance, double Minimum, double Maximum);
