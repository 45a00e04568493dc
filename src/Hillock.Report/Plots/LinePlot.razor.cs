using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Plots;

/// <summary>
/// Curves over one pair of axes. Curves are told apart by colour and by marker and are named at their ends, so no legend is needed and
/// the plot reads in grey as well.
/// </summary>
public sealed partial class LinePlot : ComponentBase
{
    private const double LabelHeight = 15;
    private PlotArea _area = null!;
    private EndLabel[] _labels = [];

    /// <summary>What the plot shows, for those who hear it.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What is to be seen, in a sentence.</summary>
    [Parameter]
    public string Description { get; set; } = "";

    /// <summary>The curves, drawn in this order.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PlotSeries> Series { get; set; }

    /// <summary>The horizontal axis.</summary>
    [Parameter, EditorRequired]
    public required Axis XAxis { get; set; }

    /// <summary>The vertical axis.</summary>
    [Parameter, EditorRequired]
    public required Axis YAxis { get; set; }

    /// <summary>Levels to compare with.</summary>
    [Parameter]
    public IReadOnlyList<PlotReference> References { get; set; } = [];

    /// <summary>Where a function is off or saturates, to be shaded.</summary>
    [Parameter]
    public IReadOnlyList<TailRegion> Regions { get; set; } = [];

    /// <summary>Whether curves have markers; smooth curves of a formula need none.</summary>
    [Parameter]
    public bool HasMarkers { get; set; } = true;

    /// <summary>Width in pixels when shown at full size.</summary>
    [Parameter]
    public int Width { get; set; } = 540;

    /// <summary>Height in pixels when shown at full size.</summary>
    [Parameter]
    public int Height { get; set; } = 340;

    /// <summary>A further class of the picture.</summary>
    [Parameter]
    public string Class { get; set; } = "";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        int longest = Math.Max(8, (int)(0.3 * Width / Svg.Width("x")));
        (string Text, string Class, PlotPoint End)[] ends =
        [
            .. Series.Where(series => series.Label is not null && Last(series) is not null)
                .Select(series => (Svg.Shortened(series.Label!, longest), Svg.ColourClass(series.Style), Last(series)!.Value)),
            .. References.Where(reference => reference.Label.Length > 0)
                .Select(reference => (Svg.Shortened(reference.Label, longest), "quiet", new PlotPoint(XAxis.High, reference.Value))),
        ];
        double left = 12 + YAxis.Ticks.Max(tick => Svg.Width(tick.Label));
        double right = Width - (ends.Length == 0 ? 14 : 20 + ends.Max(end => Svg.Width(end.Text)));
        _area = new(left, 32, right, Height - 44, XAxis, YAxis);
        double[] places = LabelLayout.Spread([.. ends.Select(end => _area.Y(end.End.Y))], LabelHeight, _area.Top, _area.Bottom);
        _labels = [.. ends.Select((end, i) => new EndLabel(end.Text, end.Class, _area.X(end.End.X), _area.Y(end.End.Y), places[i], right))];
    }

    private static PlotPoint? Last(PlotSeries series)
    {
        for (int i = series.Points.Count - 1; i >= 0; i--)
            if (double.IsFinite(series.Points[i].Y)) return series.Points[i];
        return null;
    }

    // About eight markers a curve, the first and last point among them; curves of different style are marked at different places.
    // A dashed curve has none, unless it is a single point, which no line shows.
    private IEnumerable<PlotPoint> Marked(PlotSeries series)
    {
        PlotPoint[] points = [.. series.Points.Where(point => double.IsFinite(point.Y))];
        if (points.Length == 1) return points;
        if (series.IsDashed || !HasMarkers) return [];
        int stride = Math.Max(1, points.Length / 8);
        return points.Where((_, i) => i % stride == series.Style % stride || i == points.Length - 1);
    }

    private string Tooltip(PlotSeries series, PlotPoint point)
    {
        string place = XAxis.Ticks.FirstOrDefault(tick => tick.Value == point.X && tick.Label.Length > 0)?.Label ?? NumberText.Chosen(point.X);
        return $"{series.Name} · {XAxis.Title} {place}: {NumberText.Number(point.Y)}";
    }

    private string Cross(PlotPoint point)
    {
        double x = _area.X(point.X), y = _area.Y(point.Y);
        return $"M{Svg.At(x - 7)} {Svg.At(y - 7)}L{Svg.At(x + 7)} {Svg.At(y + 7)}M{Svg.At(x - 7)} {Svg.At(y + 7)}L{Svg.At(x + 7)} {Svg.At(y - 7)}";
    }

    private sealed record EndLabel(string Text, string Class, double FromX, double FromY, double Y, double PlotRight)
    {
        public bool NeedsLeader => Math.Abs(Y - FromY) > 3 || PlotRight - FromX > 8;
    }
}
