using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Onnx.Pruning;

/// <summary>What was removed from a model, on what grounds, and what it was tried on.</summary>
public sealed record Certificate
{
    /// <summary>The version of the format.</summary>
    public string Schema { get; init; } = "hillock.prune/1";

    /// <summary>The model's file.</summary>
    public required string Model { get; init; }

    /// <summary>Its SHA-256.</summary>
    public required string ModelHash { get; init; }

    /// <summary>On what grounds units were removed.</summary>
    public required string Grounds { get; init; }

    /// <summary>The data by name and hash; null where only what was proven went.</summary>
    public DataName? Data { get; init; }

    /// <summary>Layers from which something was removed, or something dead or constant stays.</summary>
    public required IReadOnlyList<PrunedLayer> Layers { get; init; }

    /// <summary>Numbers in the model's tensors, before.</summary>
    public required long ParametersBefore { get; init; }

    /// <summary>The same, after.</summary>
    public required long ParametersAfter { get; init; }

    /// <summary>Multiplications and additions of convolutions and matrix products for one sample, before.</summary>
    public required long MultiplyAddsBefore { get; init; }

    /// <summary>The same, after.</summary>
    public required long MultiplyAddsAfter { get; init; }

    /// <summary>What the largest difference may be, as a share of max(1, the largest output of the row).</summary>
    public required double Tolerance { get; init; }

    /// <summary>Differences of the outputs that had to stay within the tolerance.</summary>
    public required IReadOnlyList<OutputDifference> Demanded { get; init; }

    /// <summary>Differences on other inputs: what happens where nothing was promised.</summary>
    public required IReadOnlyList<OutputDifference> Reported { get; init; }

    /// <summary>Comparisons that could not be made, each with the reason.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>Units removed.</summary>
    public int Removed => Layers.Sum(layer => layer.Removed.Count);

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>As JSON in one line, for the metadata of a model that is to be small.</summary>
    public string ToShortJson() => JsonSerializer.Serialize(this, Short);

    private static readonly JsonSerializerOptions Short = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // An infinite difference is no number of JSON's; it stands as a text.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly JsonSerializerOptions Indented = new(Short) { WriteIndented = true };
}
