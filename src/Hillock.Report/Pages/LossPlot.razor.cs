using Hillock.Report.Plots;
using Hillock.Runs;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Pages;

/// <summary>The loss curves of all runs; nothing where there is no history.</summary>
public sealed partial class LossPlot : ComponentBase
{
    private PlotSeries[] _series = [];
    private PlotReference[] _references = [];
    private Axis _epochs = null!, _loss = null!;
    private string _description = "", _caption = "";

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RunView> Runs { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        RunView[] shown = [.. Runs.Where(view => view.Run.History.Count > 0)];
        _series = [.. shown.SelectMany(Curves)];
        if (_series.Length == 0) return;
        _references = [.. shown.Select(view => view.Run.ConstantLoss).OfType<double>().Where(double.IsFinite)
            .DistinctBy(loss => NumberText.Number(loss)).Select(loss => new PlotReference(loss, "constant"))];
        int[] epochs = [.. shown.SelectMany(view => view.Run.History).Select(epoch => epoch.Epoch)];
        _epochs = Axis.Whole("epoch", epochs.Min(), epochs.Max());
        string[] names = [.. shown.Select(view => view.Run.Loss).OfType<string>().Distinct()];
        _loss = Axis.Fitting(
            names.Length == 1 ? $"loss ({names[0].Replace('_', ' ')})" : "loss",
            _series.SelectMany(series => series.Points).Select(point => point.Y).Concat(_references.Select(reference => reference.Value)));
        _caption = "Solid: training, the mean over the epoch's batches."
            + (_series.Any(series => series.IsDashed) ? " Dashed: validation." : "")
            + (_references.Length > 0 ? " Dotted: what the best constant answer would cost." : "");
        _description = string.Join(' ', shown.Select(view =>
            $"{view.Name}: from {NumberText.Number(view.Run.History[0].Loss)} to {NumberText.Number(view.Run.History[^1].Loss)}."));
    }

    private static IEnumerable<PlotSeries> Curves(RunView view)
    {
        IReadOnlyList<EpochRecord> history = view.Run.History;
        if (history.Any(epoch => epoch.Validation is not null))
            yield return new()
            {
                Name = $"{view.Name}, validation",
                Points = [.. history.Select(epoch => new PlotPoint(epoch.Epoch, epoch.Validation?.Loss ?? double.NaN))],
                Style = view.Style,
                IsDashed = true,
            };
        yield return new()
        {
            Name = $"{view.Name}, training",
            Points = [.. history.Select(epoch => new PlotPoint(epoch.Epoch, epoch.Loss))],
            Style = view.Style,
            Label = view.Name,
            IsBroken = view.Run.End == RunEnd.Diverged,
        };
    }
}
