using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Plots;

/// <summary>
/// Values of several things for each of many, a row each, in panels side by side. The series differ in colour and in marker, so it reads
/// in grey as well.
/// </summary>
public sealed partial class DotPlot : ComponentBase
{
    private const double RowHeight = 19, Gap = 26, LegendLine = 20;
    private readonly List<(string Name, int Style, double X, double Y)> _legend = [];
    private PlotArea[] _areas = [];
    private double _left, _top;
    private int _height;

    /// <summary>What the plot shows, for those who hear it.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What is to be seen, in a sentence.</summary>
    [Parameter]
    public string Description { get; set; } = "";

    /// <summary>The names of the series; a dot names its series by number.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Series { get; set; }

    /// <summary>The panels, from the left.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DotPanel> Panels { get; set; }

    /// <summary>The rows, from the top.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DotRow> Rows { get; set; }

    /// <summary>How to read it, under the panels.</summary>
    [Parameter]
    public string Caption { get; set; } = "";

    /// <summary>Width in pixels when shown at full size.</summary>
    [Parameter]
    public int Width { get; set; } = 860;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _left = 18 + Rows.Select(row => Svg.Width(row.Label)).DefaultIfEmpty(0).Max();
        PlaceLegend();
        double bottom = _top + RowHeight * Rows.Count, each = (Width - 16 - _left - Gap * (Panels.Count - 1)) / Panels.Count;
        Axis rows = Axis.Categories("", [.. Rows.Select(row => row.Label)]);
        _areas = [.. Panels.Select((panel, i) => new PlotArea(_left + i * (each + Gap), _top, _left + i * (each + Gap) + each, bottom, panel.XAxis, rows))];
        _height = (int)bottom + (Caption.Length > 0 ? 64 : 44);
    }

    private void PlaceLegend()
    {
        _legend.Clear();
        (double x, double y) = (_left + 5, 18);
        for (int i = 0; i < Series.Count; i++)
        {
            // The names are bold.
            double width = 34 + 1.1 * Svg.Width(Series[i]);
            if (x + width > Width && x > _left + 5) (x, y) = (_left + 5, y + LegendLine);
            _legend.Add((Series[i], i, x, y));
            x += width;
        }

        _top = y + 40;
    }

    // The first series is larger and lies behind, so that one which coincides with it is seen.
    private static IEnumerable<Dot> Drawn(DotRow row) => row.Dots.Where(dot => double.IsFinite(dot.Value)).OrderBy(dot => dot.Series);

    private double Y(int row) => _top + RowHeight * (row + 0.5);

    private string Marker(int row, Dot dot) => Svg.Marker(dot.Series, _areas[dot.Panel].X(dot.Value), Y(row), dot.Series == 0 ? 5.5 : 3.5);

    private string Tooltip(int row, Dot dot) =>
        $"{Rows[row].Label}, {Panels[dot.Panel].Title} · {Series[dot.Series]}: {NumberText.Number(dot.Value)}{(dot.IsHollow ? " (hollow)" : "")}";
}
