using Hillock.Onnx.Models;

namespace Hillock.Onnx.Activations;

/// <summary>Reads what a part of a graph computes, element by element, as a formula of one of its values.</summary>
internal sealed class FormulaReader(ModelGraph graph)
{
    private const int Deepest = 16;
    private const int Largest = 120;

    // Each value that is read once more is written out once more: a few nodes can make a formula of any size.
    private int _left;

    /// <summary>
    /// The values that <paramref name="value"/> may be a formula of, the farthest first: those reached through operators that work element by
    /// element.
    /// </summary>
    public IReadOnlyList<string> Bases(string value)
    {
        List<string> found = [];
        HashSet<string> seen = [value];
        List<string> level = [value];
        for (int depth = 0; depth < Deepest && level.Count > 0 && seen.Count < Largest; depth++)
        {
            List<string> next = [];
            foreach (string name in level)
            {
                if (graph.Producer(name) is not { } node || !IsElementwise(node)) continue;
                next.AddRange(node.Inputs.Where(i => i.Length > 0 && graph.Constant(i) is null && seen.Add(i)));
            }

            found.AddRange(next);
            level = next;
        }

        found.Reverse();
        return found;
    }

    /// <summary>The formula of <paramref name="value"/> with <paramref name="x"/> as x; null where it needs anything else.</summary>
    public PrimitiveExpression? Read(string value, string x, HashSet<GraphNode> nodes)
    {
        _left = 2 * Largest;
        PrimitiveExpression? formula = Read(value, x, nodes, Deepest);
        return formula is null || Formula.Size(formula) > Largest ? null : formula;
    }

    private PrimitiveExpression? Read(string value, string x, HashSet<GraphNode> nodes, int depth)
    {
        if (value == x) return new("x", []);
        if (depth == 0 || --_left < 0) return null;
        if (Uniform(value) is double constant) return Formula.Number(constant);
        if (graph.Producer(value) is not { } node || node.Outputs[0] != value || !IsElementwise(node)) return null;
        nodes.Add(node);
        if (OperatorFunction.Of(node, graph) is { } function)
            return Read(node.Inputs[0], x, nodes, depth - 1) is { } inner && Formula.Size(inner) <= Largest ? Formula.Of(function, inner) : null;
        if (node.Operator == "Clip") return Clip(node, x, nodes, depth);
        List<PrimitiveExpression> operands = [];
        foreach (string input in node.Inputs)
        {
            if (Read(input, x, nodes, depth - 1) is not { } operand) return null;
            operands.Add(operand);
        }

        return node.Operator is "Identity" or "Cast" ? operands[0] : new(node.Operator, operands);
    }

    private PrimitiveExpression? Clip(GraphNode node, string x, HashSet<GraphNode> nodes, int depth)
    {
        double? Bound(int input, string attribute, double otherwise) =>
            node.Inputs.Count > input && node.Inputs[input].Length > 0 ? Uniform(node.Inputs[input]) : node.Attribute(attribute)?.F ?? otherwise;
        if (Read(node.Inputs[0], x, nodes, depth - 1) is not { } formula) return null;
        if (Bound(1, "min", double.NegativeInfinity) is not double low || Bound(2, "max", double.PositiveInfinity) is not double high) return null;
        // The ends of float's range stand for none, as does what lies near them.
        if (low > float.MinValue / 2) formula = new("Max", [formula, Formula.Number(low)]);
        if (high < float.MaxValue / 2) formula = new("Min", [formula, Formula.Number(high)]);
        return formula;
    }

    private bool IsElementwise(GraphNode node) =>
        node.Outputs.Count == 1 && !node.HasSubgraphs && node.Inputs.Count > 0
        && (node.Operator is "Identity" or "Clip" || (node.Operator == "Cast" && IsFloat(node)) || Formula.IsPrimitive(node.Operator, node.Inputs.Count)
            || OperatorFunction.Of(node, graph) is not null);

    private static bool IsFloat(GraphNode node) =>
        (ElementType)node.Integer("to", 0) is ElementType.Float or ElementType.Float16 or ElementType.Double or ElementType.BFloat16;

    // One number for all elements, however many times it is stored.
    private double? Uniform(string value) =>
        graph.Constant(value)?.Data is { Length: > 0 } data && Array.TrueForAll(data, v => v == data[0]) ? data[0] : null;
}
