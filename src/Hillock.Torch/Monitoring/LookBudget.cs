using System.Diagnostics;

namespace Hillock.Torch.Monitoring;

/// <summary>What looks have taken of the time since the first step, and whether another can be afforded.</summary>
/// <param name="share">The most that they may take; null sets no limit, and nothing is measured.</param>
internal sealed class LookBudget(double? share)
{
    private long _start, _spent;

    /// <summary>Whether a look keeps within the budget.</summary>
    public bool Affords
    {
        get
        {
            if (share is not double most) return true;
            if (_start == 0) _start = Stopwatch.GetTimestamp();
            return _spent <= most * (Stopwatch.GetTimestamp() - _start);
        }
    }

    /// <summary>Counts the time until the result is disposed.</summary>
    public Spending Spend() => new(this, share is null ? 0 : Stopwatch.GetTimestamp());

    public readonly struct Spending(LookBudget budget, long from) : IDisposable
    {
        public void Dispose()
        {
            if (from != 0) budget._spent += Stopwatch.GetTimestamp() - from;
        }
    }
}
