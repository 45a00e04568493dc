using Hillock.Report;
using Hillock.Report.Plots;

namespace Hillock.Bench.Functions;

/// <summary>A picture of the times of one size: a row for each function, forward and backward side by side.</summary>
internal static class SpeedPicture
{
    private static readonly string[] Series = ["Hillock, Fast", "TensorPrimitives", "libtorch", "ONNX Runtime", "Hillock, Exact"];

    /// <summary>An SVG file's text; null where nothing was measured.</summary>
    public static string? Of(IReadOnlyList<CellResult> results)
    {
        if (results.Count == 0) return null;
        (int size, int threads) = (MarkdownTables.Shown(results).First(), results.Min(result => result.Cell.Threads));
        CellResult[] shown = [.. results.Where(result => result.Cell.Size == size && result.Cell.Threads == threads)];
        Direction[] directions = [.. shown.Select(result => result.Cell.Direction).Distinct()];
        // One scale for all panels, so that they can be compared.
        Axis axis = Tight(Axis.Logarithmic("ns per float", shown.SelectMany(Values), 10), [.. shown.SelectMany(Values)]);
        DotPanel[] panels = [.. directions.Select(direction => new DotPanel(direction.ToString().ToLowerInvariant(), axis, new PlotReference(
            Interleaved.Median([.. shown.Where(result => result.Cell.Direction == direction).Select(result => result.Copy.Nanoseconds)]), "memory copy")))];
        DotRow[] rows =
        [
            .. shown.GroupBy(result => result.Cell.Activation.Name).Select(function => new DotRow(
                function.Key, [.. function.SelectMany(result => Dots(result, Array.IndexOf(directions, result.Cell.Direction)))])),
        ];
        string where = $"{FunctionsOptions.SizeText(size)} floats, {(threads == 1 ? "one thread" : $"{threads} threads")}";
        return ComponentText.RenderSvg<DotPlot>(new Dictionary<string, object?>
        {
            [nameof(DotPlot.Title)] = $"Time per float of activation functions, {where}",
            [nameof(DotPlot.Description)] = Machine.Description,
            [nameof(DotPlot.Caption)] = "Further left is faster. Hollow: results wrong by more than 4 ulp, or NaN. Dotted: a memory copy.",
            [nameof(DotPlot.Series)] = Series,
            [nameof(DotPlot.Panels)] = panels.Select(panel => panel with { Title = $"{panel.Title}, {where}" }).ToArray(),
            [nameof(DotPlot.Rows)] = rows,
        });
    }

    // Ends where the values do, not at the next power of ten: the room is needed.
    private static Axis Tight(Axis axis, double[] values)
    {
        (double low, double high) = (values.Min() / 1.3, values.Max() * 1.3);
        return axis with { Low = low, High = high, Ticks = [.. axis.Ticks.Where(tick => tick.Value >= low && tick.Value <= high)] };
    }

    private static IEnumerable<double> Values(CellResult result) =>
        [result.Fast.Nanoseconds, result.Exact.Nanoseconds, result.Copy.Nanoseconds, .. result.Peers.Select(peer => peer.Nanoseconds)];

    private static IEnumerable<Dot> Dots(CellResult result, int panel) =>
    [
        new(panel, 0, result.Fast.Nanoseconds),
        new(panel, Series.Length - 1, result.Exact.Nanoseconds),
        .. result.Peers.Select(peer => new Dot(panel, Array.IndexOf(Series, peer.Name), peer.Nanoseconds, IsHollow: !peer.IsSound)),
    ];
}
