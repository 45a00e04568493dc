namespace Hillock.Report.Plots;

/// <summary>A point of a curve; one that is not finite leaves a gap.</summary>
public readonly record struct PlotPoint(double X, double Y);
