using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hillock.Report.Files;

/// <summary>The two layouts in which the records of a run are written.</summary>
internal static class RunsJson
{
    /// <summary>For report.json.</summary>
    public static RunsJsonContext Indented { get; } = Context(indented: true);

    /// <summary>For history.jsonl.</summary>
    public static RunsJsonContext OneLine { get; } = Context(indented: false);

    // Relaxed: the file is not put into HTML, and f′ and ≥ should be readable in it.
    private static RunsJsonContext Context(bool indented) =>
        new(new JsonSerializerOptions(RunsJsonContext.Default.Options)
        {
            WriteIndented = indented,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
}
