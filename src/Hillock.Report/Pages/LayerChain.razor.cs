using Hillock.Report.Plots;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Pages;

/// <summary>A picture of a model's chain of layers, coloured by the kinds of their units.</summary>
public sealed partial class LayerChain : ComponentBase
{
    private const double Width = 820;
    private const double Left = 110;
    private const double Bar = 170;
    private const double Row = 22;
    private double _height;
    private (double From, double To, int Skipped)[] _ways = [];

    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The layers, from the input.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ChainBar> Bars { get; set; }

    /// <summary>The kinds of units that the bars count, and last that of the rest.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ChainKind> Kinds { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _height = Top(Bars.Count) + 4;
        Dictionary<string, int> places = Bars.Select((layer, i) => (layer.Name, i)).ToDictionary(p => p.Name, p => p.i);
        _ways = [.. Bars.SelectMany((layer, to) => layer.From.Select(name => places.GetValueOrDefault(name, -1)).Where(from => from < to)
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

    private IEnumerable<(string Style, double Share)> Parts(ChainBar layer) =>
        Kinds.Zip(layer.Counts).Where(part => part.Second > 0).Select(part => (part.First.Style, part.Second / (double)layer.Units));

    private string Rest(ChainBar layer) =>
        layer.Rest == layer.Units ? $"{layer.Units} {Kinds[^1].Word}" : $"{layer.Rest} of {layer.Units} {Kinds[^1].Word}";

    private string Describe(ChainBar layer) =>
        $"{layer.Name}: {string.Join(", ", Kinds.Zip(layer.Counts).Select(part => $"{part.Second} {part.First.Word}"))} of {layer.Units} units";
}
