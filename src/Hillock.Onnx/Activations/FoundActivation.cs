using Hillock.Onnx.Models;

namespace Hillock.Onnx.Activations;

/// <summary>An activation function in a graph: one operator, or several that together compute it.</summary>
/// <param name="Function">What is computed.</param>
/// <param name="Input">The value z that goes in.</param>
/// <param name="Output">The value a = f(z) that comes out.</param>
/// <param name="Nodes">The nodes that compute it, the last one first.</param>
internal sealed record FoundActivation(Activation Function, string Input, string Output, IReadOnlyList<GraphNode> Nodes)
{
    /// <summary>"relu at 'hidden1'".</summary>
    public override string ToString() => $"{Function} at {ModelError.Show(Output)}";
}
