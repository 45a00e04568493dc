namespace Hillock.Report.Plots;

/// <summary>A row of a <see cref="DotPlot"/>.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Dots">Its values.</param>
public sealed record DotRow(string Label, IReadOnlyList<Dot> Dots);
