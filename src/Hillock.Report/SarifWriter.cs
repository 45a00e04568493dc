using System.Globalization;
using System.Text.Json;
using Hillock.Diagnosis;
using Hillock.Runs;

namespace Hillock.Report;

/// <summary>
/// Findings as SARIF 2.1.0 (OASIS), which code-review systems read. A finding has no line of source; its place is a logical location:
/// run/layer.
/// </summary>
public static class SarifWriter
{
    /// <summary>Writes the findings of a report beside <paramref name="path"/>, then renames.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(RunReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(path);
        WholeFile.Write(path, stream =>
        {
            using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
            Write(report, json);
        });
    }

    private static void Write(RunReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "hillock");
        json.WriteStartArray("rules");
        foreach (string rule in Rules(report))
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (Run run in report.Runs)
            foreach (Finding finding in run.Findings)
                Write(run, finding, json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<string> Rules(RunReport report) =>
        report.Runs.SelectMany(run => run.Findings).Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal);

    private static void Write(Run run, Finding finding, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteString("level", finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        json.WriteStartObject("message");
        json.WriteString("text", $"{finding.Evidence} {finding.Advice}");
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        string place = string.Create(CultureInfo.InvariantCulture, $"{run.Activation}-seed{run.Seed}");
        json.WriteString("fullyQualifiedName", finding.Layer is null ? place : $"{place}/{finding.Layer}");
        json.WriteString("kind", "member");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("grade", finding.Grade.ToString().ToLowerInvariant());
        json.WriteStartArray("units");
        foreach (int unit in finding.Units) json.WriteNumberValue(unit);
        json.WriteEndArray();
        json.WriteStartObject("numbers");
        foreach ((string name, double value) in finding.Numbers)
            if (double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
