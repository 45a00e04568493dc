using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Plots;

/// <summary>
/// A plane with what lies in it: shaded regions with their borders, straight lines, clouds of points, paths. Clouds and paths differ in
/// colour and marker, shades in lightness, so it reads in grey as well.
/// </summary>
public sealed partial class PlanePlot : ComponentBase
{
    private const double LegendLine = 18;
    private readonly List<(PlotSeries Series, double X, double Y)> _legend = [];
    private readonly List<(string Text, bool Dashed, double X, double Y)> _lineLegend = [];
    private PlotArea _area = null!;

    /// <summary>What the plot shows, for those who hear it.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What is to be seen, in a sentence.</summary>
    [Parameter]
    public string Description { get; set; } = "";

    /// <summary>The horizontal axis.</summary>
    [Parameter, EditorRequired]
    public required Axis XAxis { get; set; }

    /// <summary>The vertical axis.</summary>
    [Parameter, EditorRequired]
    public required Axis YAxis { get; set; }

    /// <summary>What every place belongs to; null for a plain ground.</summary>
    [Parameter]
    public PlaneMap? Map { get; set; }

    /// <summary>Straight lines.</summary>
    [Parameter]
    public IReadOnlyList<PlaneLine> Lines { get; set; } = [];

    /// <summary>What a solid line is; empty where there is none.</summary>
    [Parameter]
    public string SolidLines { get; set; } = "";

    /// <summary>What a dashed line is; empty where there is none.</summary>
    [Parameter]
    public string DashedLines { get; set; } = "";

    /// <summary>Clouds of points, named in the legend; dashed ones have hollow markers.</summary>
    [Parameter]
    public IReadOnlyList<PlotSeries> Points { get; set; } = [];

    /// <summary>Points in an order, joined and named in the legend.</summary>
    [Parameter]
    public IReadOnlyList<PlotSeries> Paths { get; set; } = [];

    /// <summary>Width in pixels when shown at full size.</summary>
    [Parameter]
    public int Width { get; set; } = 540;

    /// <summary>Height in pixels when shown at full size.</summary>
    [Parameter]
    public int Height { get; set; } = 420;

    /// <summary>A further class of the picture.</summary>
    [Parameter]
    public string Class { get; set; } = "";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _legend.Clear();
        _lineLegend.Clear();
        double left = 12 + YAxis.Ticks.Max(tick => Svg.Width(tick.Label)), x = left + 6, y = 14;
        foreach (PlotSeries series in Points.Concat(Paths))
        {
            Place(34 + 1.1 * Svg.Width(series.Name));
            _legend.Add((series, x, y));
            x += 34 + 1.1 * Svg.Width(series.Name);
        }

        foreach ((string text, bool dashed) in new[] { (SolidLines, false), (DashedLines, true) })
        {
            if (text.Length == 0) continue;
            Place(44 + Svg.Width(text));
            _lineLegend.Add((text, dashed, x, y));
            x += 44 + Svg.Width(text);
        }

        double legend = _legend.Count + _lineLegend.Count == 0 ? 0 : y + 8;
        _area = new(left, legend + 28, Width - 14, Height - 44, XAxis, YAxis);

        void Place(double width)
        {
            if (x + width <= Width + 10 || x <= left + 6) return;
            (x, y) = (left + 6, y + LegendLine);
        }
    }
}
