namespace Hillock.Report.Plots;

/// <summary>A curve.</summary>
public sealed record PlotSeries
{
    /// <summary>What it shows, for its tooltips: "relu, training".</summary>
    public required string Name { get; init; }

    /// <summary>The points, by ascending x.</summary>
    public required IReadOnlyList<PlotPoint> Points { get; init; }

    /// <summary>How far the values of several runs spread around each point: x, lowest, highest; drawn as a thin upright line.</summary>
    public IReadOnlyList<(double X, double Low, double High)> Spread { get; init; } = [];

    /// <summary>Which of the palette's colours and markers it has, from 0; curves that belong together share it.</summary>
    public int Style { get; init; }

    /// <summary>Dashed and without markers: the companion of a solid curve.</summary>
    public bool IsDashed { get; init; }

    /// <summary>What is written at its end; null for nothing.</summary>
    public string? Label { get; init; }

    /// <summary>Whether it ended because a number was no longer finite: its last point is crossed out.</summary>
    public bool IsBroken { get; init; }
}
