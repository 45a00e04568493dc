namespace Hillock.Lab;

/// <summary>What a claim's rule makes of its numbers.</summary>
/// <param name="Verdict">How far the claim holds.</param>
/// <param name="Condition">What it hangs on, or what speaks against it, in a sentence; for a claim that holds, what shows it.</param>
public sealed record Ruling(ClaimVerdict Verdict, string Condition)
{
    /// <summary>"holds", "holds if" or "does not hold".</summary>
    public string Words => Verdict switch
    {
        ClaimVerdict.Holds => "holds",
        ClaimVerdict.HoldsIf => "holds if",
        _ => "does not hold",
    };

    /// <summary>The claim holds.</summary>
    public static Ruling Holds(string shownBy) => new(ClaimVerdict.Holds, shownBy);

    /// <summary>The claim holds under a condition.</summary>
    public static Ruling HoldsIf(string condition) => new(ClaimVerdict.HoldsIf, condition);

    /// <summary>The claim does not hold.</summary>
    public static Ruling DoesNotHold(string because) => new(ClaimVerdict.DoesNotHold, because);
}
