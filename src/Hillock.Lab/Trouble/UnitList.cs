namespace Hillock.Lab.Trouble;

/// <summary>Units that are dead, constant, or saturated low, high and on both sides.</summary>
internal sealed record UnitList(
    IReadOnlyCollection<int> Dead, IReadOnlyCollection<int> Constant, IReadOnlyCollection<int> Low, IReadOnlyCollection<int> High, IReadOnlyCollection<int> Both)
{
    private IEnumerable<IReadOnlyCollection<int>> All => [Dead, Constant, Low, High, Both];

    public int Count => All.Sum(list => list.Count);

    /// <summary>How many units stand in the same list of both.</summary>
    public int Common(UnitList other) => All.Zip(other.All).Sum(pair => pair.First.Intersect(pair.Second).Count());
}
