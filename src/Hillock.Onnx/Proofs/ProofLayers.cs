using Hillock.Bounds;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;

namespace Hillock.Onnx.Proofs;

/// <summary>The activations of a model as a proof needs them.</summary>
internal static class ProofLayers
{
    // Twice as far as a form may be from the function that it is taken for.
    private const double Recognised = 1.0 / 2048;

    /// <summary>The layers of the activations that were found.</summary>
    public static IReadOnlyList<ProofLayer> Of(OnnxModel model, IReadOnlyList<FoundActivation> found, ValueFacts facts, FloatFormat format) =>
        [.. found.Where(a => facts.Knows(a.Input) && facts.Shape(a.Input).Length > 0 && facts.Fixed(a.Input) is null).Select(a => Layer(model, a, facts, format))];

    private static ProofLayer Layer(OnnxModel model, FoundActivation found, ValueFacts facts, FloatFormat format)
    {
        int[] shape = facts.Shape(found.Input);
        int fromEnd = Affine.Before(model.Graph, found.Input, name => facts.Knows(name) ? facts.Shape(name).Length : null)?.AxisFromEnd ?? (shape.Length > 2 ? shape.Length - 1 : 1);
        int axis = Math.Max(0, shape.Length - fromEnd);
        // What one operator of that name computes is known; anything else was recognised by its values.
        Activation? exact = found.Nodes.Count == 1 ? OperatorFunction.Of(found.Nodes[0], model.Graph) ?? Clip(found, model.Graph) : null;
        return new()
        {
            Input = found.Input,
            Output = found.Output,
            Text = found.Function.ToString(),
            Functions = [exact is null ? new(found.Function, format, Recognised) : new(exact, format)],
            Units = shape[axis],
            Axis = axis,
            WrittenOut = found.Nodes.Count > 1,
        };
    }

    // Its bounds are attributes or inputs, whatever the opset; the finder has read them.
    private static Activation? Clip(FoundActivation found, ModelGraph graph) =>
        found.Nodes[0].Operator == "Clip" && found.Function.Name is "relu" or "relu6" or "hard_tanh" && graph.Consumers(found.Input).Count > 0 ? found.Function : null;
}
