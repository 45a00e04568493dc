using Hillock.Onnx.Models;

namespace Hillock.Onnx.Activations;

/// <summary>Finds the activation functions of a graph by what its operators compute, not by their names.</summary>
internal static class ActivationFinder
{
    // These are arithmetic as often as they are activations: they count only where an affine map stands before them.
    private static readonly string[] Arithmetic = ["exponential", "abs", "binary_step"];

    /// <summary>The activations in the order of the graph.</summary>
    public static IReadOnlyList<FoundActivation> Find(ModelGraph graph)
    {
        FormulaReader reader = new(graph);
        FunctionMatch match = new();
        HashSet<GraphNode> taken = [];
        List<FoundActivation> found = [];
        // From the end, so that the largest part that is a function comes before its own parts.
        foreach (GraphNode node in graph.Nodes.Reverse())
        {
            if (taken.Contains(node) || node.Outputs.Count != 1 || node.Operator is "Identity" or "Cast") continue;
            if (Find(graph, reader, match, node) is not { } activation) continue;
            // One object for a function, however often it occurs: what is found out about it is found out once.
            found.Add(activation with { Function = found.Find(f => f.Function.ToString() == activation.Function.ToString())?.Function ?? activation.Function });
            taken.UnionWith(activation.Nodes);
        }

        found.Reverse();
        return found;
    }

    private static FoundActivation? Find(ModelGraph graph, FormulaReader reader, FunctionMatch match, GraphNode node)
    {
        string output = node.Outputs[0];
        foreach (string x in reader.Bases(output))
        {
            HashSet<GraphNode> nodes = [];
            if (reader.Read(output, x, nodes) is not { } formula) continue;
            // A single operator says what it is; what is called by another library's name may be one of ours with other parameters.
            Activation? named = nodes.Count == 1 ? OperatorFunction.Of(node, graph) : null;
            Activation? function = named is not null && !named.Name.Contains(':', StringComparison.Ordinal) ? named : match.Find(formula) ?? named;
            if (function is null || function.Name == "identity") continue;
            if (Arithmetic.Contains(function.Name) && Affine.Before(graph, x) is null) continue;
            return new(function, x, output, [.. nodes]);
        }

        return null;
    }
}
