using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Torch.Training;

/// <summary>Records within a saved state, as JSON with every number to the last bit.</summary>
internal static class StateRecords
{
    private static readonly JsonSerializerOptions Exact = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static T? Record<T>(this StateStream stream, T? value)
    {
        string text = stream.Text(stream.Reads ? null : JsonSerializer.Serialize(value, Exact)) ?? "null";
        try
        {
            return stream.Reads ? JsonSerializer.Deserialize<T>(text, Exact) : value;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a saved state holds a record of another form", e);
        }
    }
}
