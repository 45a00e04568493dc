using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Pruning;

/// <summary>How far the outputs of two models lie apart on the same inputs.</summary>
public sealed record OutputDifference
{
    /// <summary>What the inputs were.</summary>
    public required string Inputs { get; init; }

    /// <summary>The SHA-256 of the files they came from, by path; empty for inputs that were drawn.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; init; } = new Dictionary<string, string>();

    /// <summary>The SHA-256 of the numbers as they were fed (float, little-endian, input after input, in batches of at most 64 samples): of data without a file too.</summary>
    public string FedHash { get; init; } = "";

    /// <summary>What each input was fed: in which scale, above all.</summary>
    public IReadOnlyList<FedRange> Fed { get; init; } = [];

    /// <summary>Samples compared.</summary>
    public required long Samples { get; init; }

    /// <summary>The largest difference of two numbers; ∞ where one is NaN or infinite and the other is not the same.</summary>
    public required double Largest { get; init; }

    /// <summary>The largest difference as a share of max(1, the largest output of its row).</summary>
    public required double Relative { get; init; }

    /// <summary>Rows whose largest number stands at another place: answers that changed.</summary>
    public required long ChangedAnswers { get; init; }
}
