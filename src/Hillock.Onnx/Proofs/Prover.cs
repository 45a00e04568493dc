using Hillock.Bounds;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Proofs;

/// <summary>Proves what it can of a model's units for every input of a box.</summary>
public static class Prover
{
    /// <summary>Proves.</summary>
    /// <param name="model">The model.</param>
    /// <param name="feeds">What inputs without a box are given.</param>
    /// <param name="boxes">What the others may be.</param>
    /// <param name="description">The boxes in words.</param>
    /// <param name="options">What it may cost.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">The model has no activation function, or ONNX Runtime refuses it.</exception>
    public static Proof Prove(OnnxModel model, ProbeOptions feeds, IReadOnlyList<InputBox> boxes, string description, ProofOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(boxes);
        if (boxes.Count == 0) throw ModelError.At(model.Path, null, "every input is given as a constant, so no box is left to prove anything for", "leave an --input out");
        ModelLayers layers = new(model.Graph);
        if (layers.Hidden.Count == 0) throw ModelError.At(model.Path, null, "it has no activation function to prove anything of", "give a model with hidden layers");
        ValueFacts facts = InputBoxes.Facts(model, InputBoxes.Feed(feeds, boxes, 1 << 16, BoxPlace.Middle));
        IReadOnlyList<FoundActivation> found = ActivationFinder.Find(model.Graph);
        bool half = boxes.Any(b => ModelInput.Of(model).First(i => i.Name == b.Name).Element == ElementType.Float16);
        IReadOnlyList<ProofLayer> all = ProofLayers.Of(model, found, facts, half ? FloatFormat.Binary16 : FloatFormat.Binary32);
        HashSet<string> hidden = [.. layers.Hidden.Select(h => h.Output)];
        Proof proof = ModelProver.Prove(model, facts, all, found.SelectMany(f => f.Nodes).ToHashSet(), boxes, description, options ?? new(), cancellation);
        // An output's own function is a step of the proof, but no layer.
        return proof with
        {
            Layers = [.. proof.Layers.Join(layers.Hidden, l => l.Name, h => h.Output, (l, h) => l with
            {
                From = layers.Before(h, hidden),
                Operator = Affine.Before(model.Graph, h.Input)?.Node.Operator,
            })],
            Unreached = [.. proof.Unreached.Where(hidden.Contains)],
        };
    }
}
