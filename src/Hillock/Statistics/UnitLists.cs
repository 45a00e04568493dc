namespace Hillock.Statistics;

/// <summary>The units of a layer that are out of order: disjoint lists, each ascending, units counted from 0.</summary>
/// <param name="Dead">f′(z) = 0 and the same output for every observation.</param>
/// <param name="Constant">The same output, to 4 ulp, for every observation, without being dead.</param>
/// <param name="SaturatedLow">At least 95 % of the observations on the saturated part of the lower tail.</param>
/// <param name="SaturatedHigh">The same for the upper tail.</param>
/// <param name="SaturatedBoth">At least 95 % on the two tails together, switching between them.</param>
/// <param name="Dormant">Mean |a| at most 2.5 % of the layer's.</param>
public sealed record UnitLists(
    IReadOnlyList<int> Dead, IReadOnlyList<int> Constant, IReadOnlyList<int> SaturatedLow,
    IReadOnlyList<int> SaturatedHigh, IReadOnlyList<int> SaturatedBoth, IReadOnlyList<int> Dormant)
{
    /// <summary>All saturated units, ascending.</summary>
    public IReadOnlyList<int> Saturated => [.. SaturatedLow.Concat(SaturatedHigh).Concat(SaturatedBoth).Order()];
}
