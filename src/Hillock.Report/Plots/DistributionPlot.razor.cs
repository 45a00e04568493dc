using System.Text;
using Hillock.Statistics;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Plots;

/// <summary>
/// The distribution of a layer's pre-activations z under the curves of f (solid) and f′ (dashed) on the same axis, each curve drawn
/// to its own height; where the function is off or saturates the ground is shaded.
/// </summary>
public sealed partial class DistributionPlot : ComponentBase
{
    private const int Width = 220, Height = 104, MostBars = 55, CurvePoints = 110;
    private PlotArea? _area;
    private IReadOnlyList<TailRegion> _regions = [];
    private string _bars = "", _value = "", _derivative = "", _description = "";

    /// <summary>What the plot shows, for those who hear it.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The observations.</summary>
    [Parameter, EditorRequired]
    public required Histogram Histogram { get; set; }

    /// <summary>The stretch of z to show.</summary>
    [Parameter, EditorRequired]
    public required ValueRange Range { get; set; }

    /// <summary>The function; null where it is unknown, then only the distribution is drawn.</summary>
    [Parameter]
    public Activation? Function { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Labels must not leave the picture on the left, and the right end is kept for the axis' name.
        double from = Range.Low + 0.04 * Range.Length, to = Range.High - 0.1 * Range.Length;
        Tick[] ticks = [.. Ticks.Linear(Range.Low, Range.High, 5).Where(tick => tick.Value >= from && tick.Value <= to)];
        Axis x = new() { Title = "z", Low = Range.Low, High = Range.High, Ticks = ticks };
        Axis share = new() { Title = "", Low = 0, High = 1, Ticks = [] };
        _area = new(6, 6, Width - 6, Height - 20, x, share);
        _bars = Bars(_area);
        _regions = Function is null ? [] : TailRegion.Of(Function, Range);
        _value = Function is null ? "" : Curve(_area, Function.Value);
        _derivative = Function is null ? "" : Curve(_area, Function.Derivative);
        _description = string.Join(' ', Description());
    }

    // Bars join whole bins, so that no count is split.
    private string Bars(PlotArea area)
    {
        double width = (Histogram.High - Histogram.Low) / Histogram.Counts.Count;
        int together = Math.Max(1, (int)Math.Round(Range.Length / width / MostBars));
        List<(double Low, double High, long Count)> bars = [];
        for (int bin = 0; bin < Histogram.Counts.Count; bin += together)
        {
            int end = Math.Min(bin + together, Histogram.Counts.Count);
            double low = Math.Max(Range.Low, Histogram.Low + bin * width), high = Math.Min(Range.High, Histogram.Low + end * width);
            long count = 0;
            for (int i = bin; i < end; i++) count += Histogram.Counts[i];
            if (count > 0 && high > low) bars.Add((low, high, count));
        }
        long tallest = bars.Select(bar => bar.Count).DefaultIfEmpty(1).Max();
        StringBuilder path = new();
        foreach ((double low, double high, long count) in bars)
            path.Append($"M{Svg.At(area.X(low))} {Svg.At(area.Bottom)}V{Svg.At(area.Y((double)count / tallest))}H{Svg.At(area.X(high))}V{Svg.At(area.Bottom)}z");
        return path.ToString();
    }

    private string Curve(PlotArea area, Func<double, double> function)
    {
        PlotPoint[] points = [.. Enumerable.Range(0, CurvePoints + 1)
            .Select(i => Range.Low + Range.Length * i / CurvePoints)
            .Select(z => new PlotPoint(z, function(z)))];
        double[] finite = [.. points.Select(point => point.Y).Where(double.IsFinite).Append(0)];
        double low = finite.Min(), height = Math.Max(finite.Max() - low, 1e-300);
        return area.Path(points.Select(point => point with { Y = (point.Y - low) / height }));
    }

    private IEnumerable<string> Description()
    {
        yield return $"Pre-activations from {NumberText.Chosen(Range.Low)} to {NumberText.Chosen(Range.High)}.";
        if (Function is not null) yield return $"f is {Function}.";
        foreach (TailRegion region in _regions)
            yield return $"{(region.Kind == TailKind.Off ? "Off" : "Saturating")} from {NumberText.Number(region.Range.Low)} to {NumberText.Number(region.Range.High)}.";
    }

    private string X(Tick tick) => Svg.At(_area!.X(tick.Value));
}
