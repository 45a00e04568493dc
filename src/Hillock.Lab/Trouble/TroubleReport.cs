namespace Hillock.Lab.Trouble;

/// <summary>What the benchmark gave.</summary>
public sealed record TroubleReport
{
    /// <summary>The version of the format.</summary>
    public string Schema { get; init; } = "hillock.trouble/1";

    /// <summary>The seed that the cases were drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>The cases that were made, in order.</summary>
    public required IReadOnlyList<TroubleResult> Cases { get; init; }

    /// <summary>All of them together.</summary>
    public required TroubleSummary Summary { get; init; }
}
