using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Report.Files;

/// <summary>Keeps a list of whole numbers on one line of an indented file: a line for each of a thousand units helps nobody.</summary>
internal sealed class OneLineConverter<T> : JsonConverter<IReadOnlyList<T>> where T : struct, IBinaryInteger<T>
{
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a list of whole numbers is expected");
        List<T> values = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            values.Add(T.CreateChecked(reader.GetInt64()));
        return reader.TokenType == JsonTokenType.EndArray ? values : throw new JsonException("a list of whole numbers is expected");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        StringBuilder text = new("[");
        for (int i = 0; i < value.Count; i++)
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{value[i]}");
        writer.WriteRawValue(text.Append(']').ToString(), skipInputValidation: true);
    }
}
