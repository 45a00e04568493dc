using System.Globalization;
using Hillock.Onnx.Models;

namespace Hillock.Onnx.Activations;

/// <summary>The activation function that a single operator computes, from what the functions' own facts call it in ONNX.</summary>
internal static class OperatorFunction
{
    /// <summary>The function; null where the operator is none, or has a parameter that differs from unit to unit.</summary>
    public static Activation? Of(GraphNode node, ModelGraph graph)
    {
        string name = node.Operator.StartsWith("com.microsoft:", StringComparison.Ordinal) ? node.Proto.OpType : node.Operator;
        Activation? plain = Named(node, name);
        if (plain is null or { Name: "identity" } || plain.Facts.Names.Onnx == "Clip") return null;
        List<(string Name, double Value)> given = [.. node.Proto.Attribute.Where(a => a.HasF).Select(a => (a.Name, (double)a.F))];
        if (node.Inputs.Count > 1)
        {
            // PRelu's slope is an input; any other second input (a bias) makes another function of it.
            if (plain.Parameters.Count != 1 || node.Inputs.Count > 2 || Slope(graph, node.Inputs[1]) is not double slope) return null;
            given.Add((plain.Parameters[0].Name, slope));
        }

        if (given.Count == 0) return plain;
        string[] parameters = [.. given.Select(g => $"{Parameter(plain, g.Name)}={Text(g.Value)}")];
        return Activation.TryParse($"{plain.Name}({string.Join(", ", parameters)})", out Activation? function) ? function : null;
    }

    // "Gelu(approximate=tanh)" is a function of its own; then the operator's name alone.
    private static Activation? Named(GraphNode node, string name)
    {
        string[] texts = [.. node.Proto.Attribute.Where(a => a.HasS).Select(a => $"{name}({a.Name}={a.S.ToStringUtf8()})")];
        if (Activation.All.FirstOrDefault(f => texts.Contains(f.Facts.Names.Onnx)) is { } special) return special;
        return Activation.All.Any(f => f.Facts.Names.Onnx == name) && Activation.TryParse("onnx:" + name, out Activation? function) ? function
            : Activation.All.FirstOrDefault(f => string.Equals(f.Name.Replace("_", "", StringComparison.Ordinal), name, StringComparison.OrdinalIgnoreCase)
                && node.Operator.Contains(':', StringComparison.Ordinal));
    }

    private static string Parameter(Activation function, string attribute) =>
        function.Parameters.Any(p => p.Name == attribute) ? attribute
        : function.Parameters.Count == 1 ? function.Parameters[0].Name
        : attribute == "lambd" ? "lambda" : attribute == "alpha" && function.Parameters.Count > 0 ? function.Parameters[0].Name : attribute;

    private static double? Slope(ModelGraph graph, string name) =>
        graph.Constant(name)?.Data is { Length: > 0 } data && data.All(v => v == data[0]) ? data[0] : null;

    private static string Text(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}
