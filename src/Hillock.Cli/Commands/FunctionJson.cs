using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hillock.Cli.Commands;

/// <summary>Everything that is known of functions as JSON; what is not finite is null.</summary>
internal static class FunctionJson
{
    /// <summary>To a file, or to standard output for '-'.</summary>
    public static void Write(string path, IEnumerable<Activation> ofNumbers, IEnumerable<RowActivation> ofRows)
    {
        if (path == "-")
        {
            using Stream output = Console.OpenStandardOutput();
            Write(output, ofNumbers, ofRows);
        }
        else
        {
            WholeFile.Write(CommonOptions.Writable(path, "--json"), stream => Write(stream, ofNumbers, ofRows));
        }
    }

    private static void Write(Stream stream, IEnumerable<Activation> ofNumbers, IEnumerable<RowActivation> ofRows)
    {
        using (Utf8JsonWriter json = new(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", "hillock.functions/1");
            json.WriteStartArray("functions");
            foreach (Activation function in ofNumbers) OfNumbers(json, function);
            json.WriteEndArray();
            json.WriteStartArray("rowFunctions");
            foreach (RowActivation function in ofRows) OfRows(json, function);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void OfNumbers(Utf8JsonWriter json, Activation function)
    {
        FunctionFacts facts = function.Facts;
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        json.WriteString("title", facts.Title);
        json.WriteString("formula", facts.Formula);
        json.WriteString("derivative", facts.DerivativeFormula);
        Parameters(json, function.Parameters, p => function[p]);
        Number(json, "minimum", facts.Minimum);
        Number(json, "maximum", facts.Maximum);
        json.WriteBoolean("zeroCentred", facts.ZeroCentred);
        json.WriteBoolean("monotone", facts.TurningPoints.Count == 0);
        Numbers(json, "turningPoints", facts.TurningPoints);
        Number(json, "lipschitz", facts.MaxSlope);
        Tail(json, "lowerTail", facts.LowerTail);
        Tail(json, "upperTail", facts.UpperTail);
        Numbers(json, "kinks", facts.Kinks);
        json.WriteString("primitives", facts.Primitives);
        json.WriteStartArray("aliases");
        foreach (string alias in FactText.Aliases(function)) json.WriteStringValue(alias);
        json.WriteEndArray();
        Origin(json, facts.Source, facts.Names);
        json.WriteEndObject();
    }

    private static void OfRows(Utf8JsonWriter json, RowActivation function)
    {
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        json.WriteString("title", function.Facts.Title);
        json.WriteString("formula", function.Facts.Formula);
        json.WriteString("backward", function.Facts.BackwardFormula);
        Parameters(json, function.Parameters, p => function[p]);
        Origin(json, function.Facts.Source, function.Facts.Names);
        json.WriteEndObject();
    }

    private static void Parameters(Utf8JsonWriter json, IReadOnlyList<FunctionParameter> parameters, Func<string, double> value)
    {
        json.WriteStartArray("parameters");
        foreach (FunctionParameter p in parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", p.Name);
            Number(json, "value", value(p.Name));
            Number(json, "default", p.Default);
            Number(json, "minimum", p.Minimum);
            Number(json, "maximum", p.Maximum);
            json.WriteBoolean("learnable", p.Learnable);
            json.WriteString("meaning", p.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Origin(Utf8JsonWriter json, FunctionSource source, ForeignNames names)
    {
        json.WriteStartObject("source");
        json.WriteString("authors", source.Authors);
        if (source.Year is int year) json.WriteNumber("year", year);
        else json.WriteNull("year");
        json.WriteString("title", source.Title);
        json.WriteEndObject();
        json.WriteStartObject("names");
        json.WriteString("pytorch", names.PyTorch);
        json.WriteString("keras", names.Keras);
        json.WriteString("jax", names.Jax);
        json.WriteString("onnx", names.Onnx);
        json.WriteEndObject();
    }

    private static void Tail(Utf8JsonWriter json, string name, Tail tail)
    {
        json.WriteStartObject(name);
        json.WriteString("kind", tail.Kind switch { TailKind.Off => "off", TailKind.Saturating => "saturating", _ => "none" });
        Number(json, "limit", tail.Limit);
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
