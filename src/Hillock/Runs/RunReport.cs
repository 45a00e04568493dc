namespace Hillock.Runs;

/// <summary>The record of a command: the data and what was trained or checked on it. Terminal, HTML and JSON show this.</summary>
public sealed record RunReport
{
    /// <summary>The version of the format.</summary>
    public string Schema { get; init; } = "hillock.report/1";

    /// <summary>The command line that makes this again.</summary>
    public string? Command { get; init; }

    /// <summary>The data.</summary>
    public required DataSummary Data { get; init; }

    /// <summary>One run for each activation and seed.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }
}
