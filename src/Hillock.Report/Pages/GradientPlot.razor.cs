using System.Globalization;
using Hillock.Report.Plots;
using Hillock.Runs;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Pages;

/// <summary>
/// The root mean square of δ = ∂L/∂z by layer, from the input to the output: a gradient that vanishes on its way back is a line that
/// falls to the left. Nothing where no gradient was looked at.
/// </summary>
public sealed partial class GradientPlot : ComponentBase
{
    private PlotSeries[] _series = [];
    private Axis _layers = null!, _gradient = null!;
    private string _description = "", _caption = "";

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RunView> Runs { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        RunView[] shown = [.. Runs.Where(view => view.Run.Layers.Any(layer => layer.GradientRms is not null))];
        int most = shown.Select(view => view.Run.Layers.Count).DefaultIfEmpty(0).Max();
        _series = [.. shown.Select(view => new PlotSeries { Name = view.Name, Points = Points(view.Run, most), Style = view.Style, Label = view.Name })];
        if (_series.Length == 0) return;

        _caption = $"Read it from the right: the gradient comes from the output and passes back to the first layer. {shown[0].Weights}, training part.";
        bool named = shown.All(view => view.Run.Layers.Select((layer, i) => layer.Name == HiddenName(i)).All(same => same));
        string title = named ? "hidden layer" : "layer, from the input";
        _layers = Axis.Categories(title, [.. Enumerable.Range(1, most).Select(i => i.ToString(CultureInfo.InvariantCulture)), "output"]);
        _gradient = Axis.Logarithmic("rms of δ = ∂L/∂z", _series.SelectMany(series => series.Points).Select(point => point.Y));
        _description = string.Join(' ', shown.Select(view =>
            $"{view.Name}: {NumberText.Number(view.Run.Layers[0].GradientRms)} at {view.Run.Layers[0].Name}, {NumberText.Number(view.Run.OutputGradientRms)} at the output."));
    }

    private static PlotPoint[] Points(Run run, int most) =>
    [
        .. run.Layers.Select((layer, i) => new PlotPoint(i, layer.GradientRms ?? double.NaN)),
        new(most, run.OutputGradientRms ?? double.NaN),
    ];

    private static string HiddenName(int index) => string.Create(CultureInfo.InvariantCulture, $"hidden{index + 1}");
}
