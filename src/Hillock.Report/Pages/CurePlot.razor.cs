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
            Points = [.. curve.Item2.Select((loss, i) => new PlotPoint(100.0 * (i + 1) / curve.Item2.Count, loss)).Where(point => double.IsFinite(point.Y))],
            Style = curve.Item3,
            Label = curve.Item1,
        })];
        _time = Axis.Linear("% of the window", [0, 100]);
        _loss = Axis.Fitting("training loss", _series.SelectMany(series => series.Points).Select(point => point.Y));
        _description = string.Join(' ', _series.Select(series =>
            $"{series.Name}: from {NumberText.Number(series.Points[0].Y)} to {NumberText.Number(series.Points[^1].Y)}."));
    }
}
