namespace Hillock.Report.Plots;

/// <summary>A level to compare curves with: a thin line across the plot.</summary>
/// <param name="Value">The level.</param>
/// <param name="Label">What it is.</param>
public sealed record PlotReference(double Value, string Label);
