using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Lab.Trouble;

/// <summary>The benchmark's results as JSON of schema hillock.trouble/1.</summary>
public static class TroubleJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new FiniteNumber() },
    };

    /// <summary>Writes a report and leaves the stream open.</summary>
    public static void Write(TroubleReport report, Stream stream) => Write<TroubleReport>(report, stream);

    internal static void Write<T>(T value, Stream stream)
    {
        JsonSerializer.Serialize(stream, value, Options);
        stream.WriteByte((byte)'\n');
    }

    /// <exception cref="JsonException">The bytes hold no such thing.</exception>
    internal static T Read<T>(byte[] bytes) => JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new JsonException("it is empty");
}
