namespace Hillock.Report.Plots;

/// <summary>One of the panels that lie side by side in a <see cref="DotPlot"/>.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XAxis">Its axis.</param>
/// <param name="Reference">A level to compare with: a dotted line; null for none.</param>
public sealed record DotPanel(string Title, Axis XAxis, PlotReference? Reference = null);
