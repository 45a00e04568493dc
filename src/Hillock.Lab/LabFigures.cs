using Hillock.Report.Books;
using Hillock.Report.Plots;

namespace Hillock.Lab;

/// <summary>Figures from summaries over seeds.</summary>
internal static class LabFigures
{
    /// <summary>A curve of means with the spread of the seeds.</summary>
    public static PlotSeries Curve(string name, int style, IEnumerable<(double X, Summary Y)> points, bool isDashed = false, string? label = null)
    {
        (double X, Summary Y)[] all = [.. points];
        return new()
        {
            Name = name,
            Label = label ?? name,
            Style = style,
            IsDashed = isDashed,
            Points = [.. all.Select(p => new PlotPoint(p.X, p.Y.Mean))],
            Spread = [.. all.Where(p => p.Y.Deviation > 0).Select(p => (p.X, p.Y.Mean - p.Y.Deviation, p.Y.Mean + p.Y.Deviation))],
        };
    }

    /// <summary>Curves over a pair of axes.</summary>
    public static BookFigure Lines(
        string name, string title, string caption, Axis x, Axis y, IReadOnlyList<PlotSeries> series,
            IReadOnlyList<PlotReference>? references = null, int height = 340) =>
        BookFigure.Of<LinePlot>(name, caption, new Dictionary<string, object?>
        {
            [nameof(LinePlot.Title)] = title,
            [nameof(LinePlot.Description)] = caption,
            [nameof(LinePlot.XAxis)] = x,
            [nameof(LinePlot.YAxis)] = y,
            [nameof(LinePlot.Series)] = series,
            [nameof(LinePlot.References)] = references ?? [],
        }, height);
}
