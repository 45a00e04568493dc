using System.Globalization;
using System.Text.RegularExpressions;

namespace Hillock.Networks;

/// <summary>
/// The hidden layers of a network, read from text: "64x10", "conv6k5,pool2,conv16k5,pool2,flatten,120,84". The output layer is added by
/// <see cref="Network"/>. <see cref="ToString"/> gives a text that <see cref="Parse"/> reads back.
/// </summary>
public sealed partial record NetworkSpec
{
    private const int MostUnits = 1_000_000;
    private const int MostLayers = 10_000;

    private readonly string _text;

    private NetworkSpec(string text, IReadOnlyList<LayerSpec> layers)
    {
        _text = text;
        Layers = layers;
    }

    /// <summary>The layers in order, repetitions written out.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>Reads a comma-separated list of 64 · 64x10 (ten layers of 64) · conv6k5 · pool2 · flatten · bn.</summary>
    /// <exception cref="SpecificationException">An entry is of another form, or a size is zero or absurd; the message names the entry.</exception>
    public static NetworkSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<LayerSpec> layers = [];
        string[] entries = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (string entry in entries) AddEntry(layers, entry, text);
        if (layers.Count > MostLayers) throw new SpecificationException($"network '{text}': {layers.Count} layers are too many; at most {MostLayers}");
        for (int i = 0; i < layers.Count; i++)
            if (layers[i] is BatchNormSpec && (i == 0 || layers[i - 1] is not (DenseSpec or ConvolutionSpec)))
                throw new SpecificationException($"network '{text}': bn must follow a dense or convolutional layer, as in 64,bn");
        return new NetworkSpec(string.Join(',', entries), layers);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static void AddEntry(List<LayerSpec> layers, string entry, string text)
    {
        Match match = Entry().Match(entry);
        if (!match.Success)
            throw new SpecificationException(
                $"network '{text}': '{entry}' is not a layer; use 64, 64x10, conv6k5, pool2, flatten or bn, separated by commas");
        int Size(string group)
        {
            if (int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
                && size is >= 1 and <= MostUnits) return size;
            throw new SpecificationException($"network '{text}': '{entry}' is out of range; sizes go from 1 to {MostUnits:N0}");
        }

        if (match.Groups["channels"].Success) layers.Add(new ConvolutionSpec(Size("channels"), Size("kernel")));
        else if (match.Groups["pool"].Success) layers.Add(new PoolSpec(Size("pool")));
        else if (match.Groups["units"].Success)
        {
            int times = match.Groups["times"].Success ? Size("times") : 1;
            layers.AddRange(Enumerable.Repeat<LayerSpec>(new DenseSpec(Size("units")), Math.Min(times, MostLayers + 1)));
        }
        else layers.Add(entry == "bn" ? new BatchNormSpec() : new FlattenSpec());
    }

    [GeneratedRegex(@"^(?:(?<units>-?\d+)(?:x(?<times>-?\d+))?|conv(?<channels>-?\d+)k(?<kernel>-?\d+)|pool(?<pool>-?\d+)|flatten|bn)$")]
    private static partial Regex Entry();
}
