using Hillock.Diagnosis;
using Hillock.Report.Plots;
using Hillock.Runs;
using Hillock.Statistics;
using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Pages;

/// <summary>A card for each layer: what its units did over time, and where its pre-activations lie.</summary>
public sealed partial class LayerCards : ComponentBase
{
    private const int MostInFull = 15;
    private Card[] _cards = [];
    private int _mostPerRow;

    /// <summary>The layers, from the input.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<LayerRecord> Layers { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        IReadOnlyList<ValueRange?> ranges = ValueRange.Shared([.. Layers.Select(layer => layer.PreActivations)]);
        _cards = [.. Layers.Select((layer, i) => new Card(layer, ranges[i])).Where(card => card.Range is not null || card.Layer.Timeline is not null)];
        _mostPerRow = _cards.Select(card => UnitBands.UnitsInRow(card.Layer.Timeline?.Units.Count ?? 0)).DefaultIfEmpty(1).Max();
    }

    private sealed record Card(LayerRecord Layer, ValueRange? Range)
    {
        public Activation? Function { get; } = Activation.TryParse(Layer.Activation, out Activation? function) ? function : null;

        public string State
        {
            get
            {
                (int Count, string Word)[] parts =
                    [(Layer.Dead.Count, "dead"), (Layer.Constant.Count, "constant"), (RunView.Saturation(Layer), "saturated"), (Layer.Dormant.Count, "dormant")];
                string text = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{NumberText.Count(part.Count)} {part.Word}"));
                return text.Length > 0 ? text
                    : Layer.Samples < ThresholdSet.Defaults["dead-units.samples"] ? $"{Layer.Samples} samples are too few to tell"
                    : "all alive";
            }
        }

        public string? Outside
        {
            get
            {
                if (Layer.PreActivations is not Histogram z || Range is not ValueRange range || z.Below + z.Above == 0) return null;
                double all = z.Counts.Sum() + z.Below + z.Above;
                string[] parts =
                [
                    .. z.Below > 0 ? [$"{NumberText.Percent(z.Below / all)} below {NumberText.Chosen(z.Low)}"] : Array.Empty<string>(),
                    .. z.Above > 0 ? [$"{NumberText.Percent(z.Above / all)} above {NumberText.Chosen(z.High)}"] : Array.Empty<string>(),
                ];
                return string.Join(", ", parts);
            }
        }
    }
}
