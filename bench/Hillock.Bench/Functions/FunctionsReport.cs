using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Bench.Functions;

/// <summary>All that a run measured, ready to be written.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Versions">The peers' versions.</param>
/// <param name="Accuracy">How right the peers are.</param>
/// <param name="Results">The cells that were measured.</param>
internal sealed record FunctionsReport(
    FunctionsOptions Options, IReadOnlyDictionary<string, string> Versions, IReadOnlyCollection<PeerAccuracy> Accuracy, IReadOnlyList<CellResult> Results)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public Summary Summary { get; } = Summary.Of(Results);

    /// <summary>hillock.bench/1; times in nanoseconds per element.</summary>
    public string Json() => JsonSerializer.Serialize(new
    {
        schema = "hillock.bench/1",
        processor = Machine.Processor,
        processors = Environment.ProcessorCount,
        instructionSet = Machine.InstructionSet,
        framework = RuntimeInformation.FrameworkDescription,
        system = RuntimeInformation.OSDescription,
        versions = Versions,
        rounds = Options.Rounds,
        statistic = Options.Statistic,
        complete = Results.Count == Options.Cells.Count(),
        summary = Summary.Figures(),
        accuracy = Accuracy,
        rows = Results.SelectMany(result => (object[])[Row(result, Precision.Fast), Row(result, Precision.Exact)]),
    }, Format);

    private static object Row(CellResult result, Precision precision)
    {
        bool fast = precision == Precision.Fast;
        (Timing ours, Verdict verdict) = fast ? (result.Fast, result.FastVerdict) : (result.Exact, result.ExactVerdict);
        return new
        {
            function = result.Cell.Activation.Name,
            direction = result.Cell.Direction,
            precision,
            size = result.Cell.Size,
            threads = result.Cell.Threads,
            ours = ours.Nanoseconds,
            peers = result.Peers.ToDictionary(peer => peer.Name, peer => peer.Nanoseconds),
            copy = result.Copy.Nanoseconds,
            ratio = verdict.Ratio,
            fastest = verdict.Fastest,
            soundRatio = verdict.SoundRatio,
            marked = verdict.IsMarked,
            // The race is asked of Fast alone.
            outcome = fast ? verdict.Outcome : (Outcome?)null,
            nonTemporalCopy = result.NonTemporal?.Nanoseconds,
            spread = new { ours = ours.Spread, peers = result.Peers.ToDictionary(peer => peer.Name, peer => peer.Spread), copy = result.Copy.Spread },
            unsound = result.Peers.Where(peer => !peer.IsSound).Select(peer => peer.Name),
            notes = result.Peers.Where(peer => peer.Note is not null).ToDictionary(peer => peer.Name, peer => peer.Note),
        };
    }
}
