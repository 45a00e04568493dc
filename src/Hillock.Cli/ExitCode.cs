namespace Hillock.Cli;

/// <summary>What the tool's exit status says.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Done, with a finding at or above --fail-on.</summary>
    public const int Findings = 1;

    /// <summary>Wrong use or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>A failure of the run itself.</summary>
    public const int Failure = 3;

    /// <summary>Stopped by Ctrl-C, with the report of what is known.</summary>
    public const int Interrupted = 130;
}
