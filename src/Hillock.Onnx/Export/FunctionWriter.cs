using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Export;

/// <summary>Writes an activation function into a graph: as the operator that ONNX has for it, else in the primitives of its facts.</summary>
internal static class FunctionWriter
{
    private const int NewestOperator = 20;

    // The functions' facts name the operators, not the opset that brought them.
    private static readonly Dictionary<string, int> Since = new() { ["Swish"] = 24 };

    // Their parameters are no attributes: PRelu's slope is an input, Softplus has none.
    private static readonly string[] WithoutAttributes = ["PRelu", "Softplus"];

    /// <summary>Adds nodes that make <paramref name="output"/> = f(<paramref name="x"/>).</summary>
    public static void Write(GraphWriter graph, Activation function, string x, string output)
    {
        if (Operator(function) is { } node)
        {
            node.Input.Add(x);
            node.Output.Add(output);
            node.Name = output;
            graph.Proto.Node.Add(node);
            return;
        }

        PrimitiveExpression formula = Formula.Of(function, new("x", []));
        string made = Write(graph, formula, x, output);
        if (made != output) graph.Node("Identity", [made], output);
    }

    // An operator is taken where it is read back as the very function.
    private static NodeProto? Operator(Activation function)
    {
        if (function.Facts.Names.Onnx is not { } name || name == "PRelu" || Since.GetValueOrDefault(name) > NewestOperator) return null;
        string[] parts = name.Split('(', ')', '=');
        NodeProto node = new() { OpType = parts[0] };
        if (parts.Length > 2) node.Attribute.Add(GraphWriter.Attribute(parts[1], parts[2]));
        foreach (FunctionParameter parameter in function.Parameters)
        {
            string attribute = parameter.Name switch { "lambda" => "lambd", "bias" or "beta" or "gamma" => parameter.Name, _ => "alpha" };
            if (WithoutAttributes.Contains(parts[0]) && function[parameter.Name] != parameter.Default) return null;
            if (!WithoutAttributes.Contains(parts[0]) && function[parameter.Name] is double value && double.IsFinite(value)) node.Attribute.Add(GraphWriter.Attribute(attribute, (float)value));
        }

        GraphProto alone = new();
        alone.Input.Add(new ValueInfoProto { Name = "x" });
        NodeProto trial = node.Clone();
        trial.Input.Add("x");
        trial.Output.Add("y");
        alone.Node.Add(trial);
        GraphNode read = new ModelGraph("", alone).Nodes[0];
        return OperatorFunction.Of(read, new("", alone)) is { } back && back.ToString() == function.ToString() ? node : null;
    }

    private static string Write(GraphWriter graph, PrimitiveExpression formula, string x, string? output)
    {
        if (formula.IsInput) return x;
        if (formula.Number is double number) return graph.Number(number);
        // A part without x is a number: √2, 2/π.
        if (!HasInput(formula) && Formula.Values(formula, [0.0]) is [double value]) return graph.Number(value);
        return graph.Node(formula.Text, [.. formula.Operands.Select(operand => Write(graph, operand, x, null))], output);
    }

    private static bool HasInput(PrimitiveExpression formula) => formula.IsInput || formula.Operands.Any(HasInput);
}
