namespace Hillock.Report.Plots;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What is written there; empty for a mark alone.</param>
public sealed record Tick(double Value, string Label);
