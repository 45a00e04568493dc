using Hillock.Runs;

namespace Hillock.Report.Pages;

/// <summary>A layer in a picture of a chain: its units by kind, and what leads to it.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="About">Its operator and function.</param>
/// <param name="Units">All its units.</param>
/// <param name="From">The layers that it gets its values from; "" stands for the model's input.</param>
/// <param name="Counts">How many units there are of each of the chain's kinds; the rest are none of these.</param>
public sealed record ChainBar(string Name, string About, int Units, IReadOnlyList<string> From, IReadOnlyList<int> Counts)
{
    /// <summary>What is counted of a layer that was looked at.</summary>
    internal static ChainKind[] Health { get; } = [new("silent", "dead"), new("constant", "constant"), new("saturated", "saturated"), new("dormant", "dormant"), new("alive", "alive")];

    /// <summary>What is counted of a layer of a proof.</summary>
    internal static ChainKind[] Proof { get; } = [new("silent", "dead"), new("constant", "constant"), new("saturated", "saturated"), new("on", "always on"), new("alive", "open")];

    /// <summary>The units of none of the kinds.</summary>
    internal int Rest => Units - Counts.Sum();

    internal static ChainBar Of(LayerRecord layer) =>
        new(layer.Name, $"{layer.Operator} · {layer.Activation}", layer.Units, layer.From ?? [], [layer.Dead.Count, layer.Constant.Count, RunView.Saturation(layer), layer.Dormant.Count]);

    internal static ChainBar Of(ProvenLayer layer) =>
        new(layer.Name, $"{layer.Operator} · {layer.Activation}", layer.Units, layer.From, [layer.Dead.Count, layer.Constant.Count, layer.Saturated, layer.On.Count]);
}
