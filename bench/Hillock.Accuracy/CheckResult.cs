namespace Hillock.Accuracy;

/// <summary>What a finished check found for one contender.</summary>
internal sealed record CheckResult(Check Check, Contender Contender, Tally Tally, ulong? Earlier)
{
    /// <summary>Why the result does not keep what a precision promises; null if it does, or promises nothing.</summary>
    public string? Failure()
    {
        double allowed = Exceptions.Fast.GetValueOrDefault((Check.Function.Name, Check.Derivative), 1);
        if (Earlier is ulong earlier && earlier != Tally.Hash) return $"the hash was {earlier:X16} before";
        if (!Contender.Promises) return null;
        if (Tally.WrongNaN > 0) return $"{Tally.WrongNaN} NaN for a number, or a number for NaN";
        if (Contender.Name == "fast" && Tally.AboveOne > 0 && Tally.Worst > allowed) return $"more than {allowed} ulp";
        if (Contender.Name == "exact" && Tally.NotNearest > 0) return "not every result is the nearest float";
        return null;
    }
}
