namespace Hillock.Bench.Functions;

/// <summary>How a cell ended.</summary>
internal enum Outcome
{
    /// <summary>Nobody else has the function.</summary>
    Alone,

    /// <summary>No peer is faster.</summary>
    Faster,

    /// <summary>The fastest peer is no more than a twentieth faster.</summary>
    Tie,

    /// <summary>Slower than a peer whose results are wrong, within what that excuses.</summary>
    Excused,

    /// <summary>Slower than asked.</summary>
    Miss,
}
