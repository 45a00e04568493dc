namespace Hillock.Torch.Monitoring;

/// <summary>
/// Which steps are looked at: 1, 2, 4, 8 … below the interval, then every multiple of it. The start is where a network changes most.
/// Every epoch has so many looks, or all of its steps.
/// </summary>
internal sealed class LookSchedule
{
    private readonly int _interval;

    public LookSchedule(int lookEvery, int? stepsPerEpoch, int looksPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lookEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(looksPerEpoch);
        if (stepsPerEpoch is int steps) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps, nameof(stepsPerEpoch));
        _interval = Math.Min(lookEvery, Math.Max(1, (stepsPerEpoch ?? int.MaxValue) / looksPerEpoch));
    }

    /// <param name="step">The step, from 1.</param>
    public bool Looks(int step) => step % _interval == 0 || step < _interval && int.IsPow2(step);

    /// <summary>The next step that is looked at.</summary>
    public int Next(int step)
    {
        do step++;
        while (!Looks(step));
        return step;
    }
}
