namespace Hillock.Lab;

/// <summary>How far a claim holds.</summary>
public enum ClaimVerdict
{
    /// <summary>As it is stated.</summary>
    Holds,

    /// <summary>Under a condition that it does not state.</summary>
    HoldsIf,

    /// <summary>Not here.</summary>
    DoesNotHold,
}
