using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hillock.Lab;

/// <summary>The verdicts and numbers as JSON of schema hillock.lab/1; a number that is not finite is null.</summary>
public static class LabJson
{
    /// <summary>Writes the claims and leaves the stream open.</summary>
    public static void Write(IReadOnlyList<ClaimResult> results, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(results);
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", "hillock.lab/1");
            json.WriteStartArray("claims");
            foreach (ClaimResult result in results) Write(result, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(ClaimResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", result.Claim.Id);
        json.WriteString("verdict", result.Ruling.Words.Replace(' ', '-'));
        json.WriteString("condition", result.Ruling.Condition);
        json.WriteStartObject("numbers");
        foreach ((string name, double value) in result.Evidence.Numbers) Number(name, value);
        json.WriteEndObject();
        json.WriteStartObject("reference");
        foreach (ReferenceFigure figure in result.Evidence.References)
        {
            json.WriteStartObject(figure.What);
            json.WriteString("figure", figure.Figure);
            if (figure.Value is double value) Number("value", value);
            json.WriteString("source", figure.Source);
            if (figure.Number is not null) json.WriteString("number", figure.Number);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        Number("seconds", Math.Round(result.Seconds, 2));
        json.WriteEndObject();

        void Number(string name, double value)
        {
            if (double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        }
    }
}
