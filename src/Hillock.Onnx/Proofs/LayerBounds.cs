namespace Hillock.Onnx.Proofs;

/// <summary>The bounds behind what is proven of a layer.</summary>
/// <param name="Value">The bounds of its pre-activation.</param>
/// <param name="Outputs">What each dead or constant unit gives, by unit.</param>
internal sealed record LayerBounds(BoundedValue Value, IReadOnlyDictionary<int, double> Outputs);
