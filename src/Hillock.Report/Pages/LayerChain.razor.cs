using Hillock.Report.Plots;
using Hillock.Runs;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Pages;

/// <summary>A picture of a model's chain of layers, coloured by the health of their units.</summary>
public sealed partial class LayerChain : ComponentBase
{
    private const double Width = 820;
    private const double Left = 110;
    private const double Bar = 170;
    private const double Row = 22;
    private double _height;
    private (double From, double To, int Skipped)[] _ways = [];

    /// <summary>The layers, from the input.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<LayerRecord> Layers { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _height = Top(Layers.Count) + 4;
        Dictionary<string, int> places = Layers.Select((layer, i) => (layer.Name, i)).ToDictionary(p => p.Name, p => p.i);
        _ways = [.. Layers.SelectMany((layer, to) => (layer.From ?? []).Select(name => places.GetValueOrDefault(name, -1)).Where(from => from < to)
            .Select(from => (Middle(from), Middle(to), to - from - 1)))];
    }

    private static double Top(int layer) => Row * (layer + 1) + 6;

    // The input, whose place is −1, has a row of its own at the top.
    private static double Middle(int layer) => layer < 0 ? Row / 2 : Top(layer) + Row / 2;

    // Straight down to the next, else an arc that reaches the further left the more it skips.
    private static string Way(double from, double to, int skipped)
    {
        if (skipped == 0) return $"M{Svg.At(Left - 8)} {Svg.At(from)}V{Svg.At(to)}";
        double reach = Math.Min(Left - 14, 14 + 9 * Math.Sqrt(skipped) * 2);
        return $"M{Svg.At(Left - 8)} {Svg.At(from)}C{Svg.At(Left - 8 - reach)} {Svg.At(from)} {Svg.At(Left - 8 - reach)} {Svg.At(to)} {Svg.At(Left - 8)} {Svg.At(to)}";
    }

    private static IEnumerable<(string Kind, double Share)> Parts(LayerRecord layer) =>
        new (string Kind, int Count)[]
        {
            ("silent", layer.Dead.Count), ("constant", layer.Constant.Count), ("saturated", RunView.Saturation(layer)), ("dormant", layer.Dormant.Count),
        }.Where(part => part.Count > 0).Select(part => (part.Kind, part.Count / (double)layer.Units));

    private static string Health(LayerRecord layer)
    {
        int alive = layer.Units - layer.Dead.Count - layer.Constant.Count - RunView.Saturation(layer) - layer.Dormant.Count;
        return alive == layer.Units ? $"{layer.Units} alive" : $"{alive} of {layer.Units} alive";
    }

    private static string Describe(LayerRecord layer) =>
        $"{layer.Name}: {layer.Dead.Count} dead, {layer.Constant.Count} constant, {RunView.Saturation(layer)} saturated, {layer.Dormant.Count} dormant of {layer.Units} units";
}
