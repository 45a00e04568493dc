namespace Hillock;

/// <summary>What a function does far out on one side of its axis.</summary>
public enum TailKind
{
    /// <summary>Neither: the function goes on growing, or its derivative keeps away from 0.</summary>
    None,

    /// <summary>The unit contributes nothing, or nearly so, by design: the negative side of relu.</summary>
    Off,

    /// <summary>A finite limit that is not <see cref="Off"/>, or a clipped side: both sides of sigmoid, the lower side of elu.</summary>
    Saturating,
}

/// <summary>One tail of a function.</summary>
/// <param name="Kind">Off, saturating or neither.</param>
/// <param name="Limit">The limit of f there; ±∞ where it grows without bound.</param>
public readonly record struct Tail(TailKind Kind, double Limit);
