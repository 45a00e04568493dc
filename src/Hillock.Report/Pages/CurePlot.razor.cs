using Hillock.Report.Plots;
using Hillock.Runs;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Pages;

/// <summary>The two curves of a trial: treated, and untouched where there was a continuation.</summary>
public sealed partial class CurePlot : ComponentBase
{
    private PlotSeries[] _series = [];
    private Axis _time = null!, _loss = null!;
    private string _description = "";

    /// <summary>The treatment.</summary>
    [Parameter, EditorRequired]
    public required Cure Cure { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _series = [.. new[] { ("untouched", Cure.Untouched, 1), ("treated", Cure.Treated, 0) }.Where(curve => curve.Item2.Any(double.IsFinite)).Select(curve => new PlotSeries
        {
            Name = curve.Item1,
            Points = [.. curve.Item2.Select((loss, i) => new PlotPoint(i + 1, loss)).Where(point => double.IsFinite(point.Y))],
            Style = curve.Item3,
            Label = curve.Item1,
        })];
        _time = Axis.Whole("part of the window", 1, _series.Max(series => series.Points.Count));
        _loss = Axis.Fitting("training loss", _series.SelectMany(series => series.Points).Select(point => point.Y));
        _description = string.Join(' ', _series.Select(series =>
            $"{series.Name}: from {NumberText.Number(series.Points[0].Y)} to {NumberText.Number(series.Points[^1].Y)}."));
    }
}
