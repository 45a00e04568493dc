namespace Hillock.Onnx.Models;

/// <summary>Errors in a model: always one line with the file, the place, what is wrong and how to mend it.</summary>
internal static class ModelError
{
    private const int LongestName = 80;

    /// <summary>"file, place: what; remedy".</summary>
    public static InvalidDataException At(string file, string? place, string what, string remedy) =>
        new(place is null ? $"{file}: {what}; {remedy}" : $"{file}, {place}: {what}; {remedy}");

    /// <summary>A name from a model in quotes: cut to a readable length, without line breaks and other controls.</summary>
    public static string Show(string name) => $"'{Plain(name)}'";

    /// <summary>A node by its operator and its name, or its first output where it has none.</summary>
    public static string Show(Schema.NodeProto node) =>
        $"{Plain(node.OpType)} {Show(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "")}";

    private static string Plain(string name)
    {
        string shown = new([.. name.Take(LongestName).Select(c => char.IsControl(c) ? '·' : c)]);
        return name.Length > LongestName ? shown + "…" : shown;
    }
}
