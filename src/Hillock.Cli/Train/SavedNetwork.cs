using System.Text.Json;
using System.Text.Json.Serialization;
using Hillock.Data;
using Hillock.Networks;

namespace Hillock.Cli.Train;

/// <summary>A trained network on disk: network.json says what it is and how new data becomes its input, weights.npz holds the weights.</summary>
internal sealed record SavedNetwork
{
    private const string Description = "network.json";
    private const string WeightsFile = "weights.npz";

    public string Schema { get; init; } = "hillock.network/1";
    public required string Network { get; init; }
    public required IReadOnlyList<int> InputShape { get; init; }
    public required int Outputs { get; init; }
    public required string Activation { get; init; }
    public required string OutputActivation { get; init; }

    /// <summary>Null for regression.</summary>
    public required IReadOnlyList<string>? Classes { get; init; }
    public required Scaler Scaler { get; init; }

    /// <summary>How a real label was scaled; null for classes.</summary>
    public LabelScale? Label { get; init; }
    public required FeatureEncoding Encoding { get; init; }

    public static SavedNetwork Of(Network network, Scaler scaler, LabelScale? label, FeatureEncoding encoding, IReadOnlyList<string>? classes) => new()
    {
        Network = network.Spec.ToString(),
        InputShape = network.InputShape,
        Outputs = network.Outputs,
        Activation = network.Activation.ToString(),
        OutputActivation = network.OutputActivation.ToString(),
        Classes = classes,
        Scaler = scaler,
        Label = label,
        Encoding = encoding,
    };

    public Network ToNetwork() =>
        new(NetworkSpec.Parse(Network), InputShape, Outputs, Hillock.Activation.Parse(Activation), Hillock.Activation.Parse(OutputActivation));

    public void Write(string folder, NetworkWeights weights)
    {
        Directory.CreateDirectory(folder);
        NpzFile.Write(Path.Combine(folder, WeightsFile), [.. weights.Arrays.Select(a => (a.Name, a.Shape.ToArray(), a.Data))]);
        WholeFile.Write(Path.Combine(folder, Description), stream => JsonSerializer.Serialize(stream, this, SavedNetworkJson.Default.SavedNetwork));
    }

    /// <summary>Reads a network's folder.</summary>
    /// <exception cref="InvalidDataException">The folder holds no network, or a damaged one.</exception>
    public static (SavedNetwork Saved, NetworkWeights Weights) Read(string folder)
    {
        string path = Path.Combine(folder, Description);
        if (!File.Exists(path))
        {
            string[] inside = Directory.Exists(folder)
                ? [.. Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, Description))).Order(StringComparer.Ordinal)] : [];
            throw new InvalidDataException(inside.Length > 0
                ? $"'{folder}' holds several networks; name one: {string.Join(", ", inside)}"
                : $"'{folder}' holds no trained network ({Description} is missing); give a folder that 'hillock train' wrote, such as hillock-out/train/relu-seed1");
        }

        SavedNetwork saved;
        try
        {
            saved = JsonSerializer.Deserialize(File.ReadAllBytes(path), SavedNetworkJson.Default.SavedNetwork)
                ?? throw new InvalidDataException($"{path}: empty; train again");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: line {exception.LineNumber + 1}: not a network's description ({exception.Message}); train again", exception);
        }

        NetworkWeights weights = new([.. NpzFile.Read(Path.Combine(folder, WeightsFile)).Select(a => new WeightArray(a.Name, a.Shape, a.Data))]);
        return (saved, weights);
    }
}

/// <summary>How <see cref="SavedNetwork"/> is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SavedNetwork))]
internal sealed partial class SavedNetworkJson : JsonSerializerContext;
