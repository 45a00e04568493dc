namespace Hillock.Report.Plots;

/// <summary>A value in a <see cref="DotPlot"/>.</summary>
/// <param name="Panel">The panel, from 0.</param>
/// <param name="Series">The series, from 0, which gives its colour and marker.</param>
/// <param name="Value">Where it lies on the panel's axis.</param>
/// <param name="IsHollow">Whether it is drawn as an outline: there is something to be said against it.</param>
public sealed record Dot(int Panel, int Series, double Value, bool IsHollow = false);
