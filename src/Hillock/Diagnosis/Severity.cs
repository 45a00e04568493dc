namespace Hillock.Diagnosis;

/// <summary>What a finding costs.</summary>
public enum Severity
{
    /// <summary>A fact, or waste that could be removed.</summary>
    Info,

    /// <summary>Progress is clearly hurt.</summary>
    Warning,

    /// <summary>Learning is blocked.</summary>
    Error,
}
