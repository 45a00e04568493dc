namespace Hillock.Statistics;

/// <summary>For how many looks running something was so.</summary>
/// <param name="Current">The looks up to the last one; 0 where it was not so at the last look.</param>
/// <param name="Since">The step of the first of these.</param>
/// <param name="Longest">The most looks running so far.</param>
/// <param name="LongestSince">The step of the first of these.</param>
public readonly record struct LookRun(int Current, int Since, int Longest, int LongestSince)
{
    /// <summary>The run after one more look.</summary>
    public LookRun Next(int step, bool holds)
    {
        if (!holds) return this with { Current = 0 };
        int current = Current + 1, since = Current == 0 ? step : Since;
        return current > Longest ? new(current, since, current, since) : this with { Current = current, Since = since };
    }
}
