namespace Hillock.Runs;

/// <summary>How a training ended.</summary>
public enum RunEnd
{
    /// <summary>All epochs were trained.</summary>
    Completed,

    /// <summary>Somebody pressed Ctrl-C.</summary>
    Interrupted,

    /// <summary>The loss or a weight became NaN or ±∞.</summary>
    Diverged,

    /// <summary>It was looked at before its first step, and not trained.</summary>
    Checked,
}
