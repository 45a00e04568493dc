namespace Hillock.Onnx.Pruning;

/// <summary>What became of a layer. Units are numbered as in the model that was given.</summary>
/// <param name="Name">The layer, by the tensor that its activation makes.</param>
/// <param name="Units">Units before.</param>
/// <param name="Removed">The units that were removed.</param>
/// <param name="Kept">Units that are dead or constant too and stay, each with the reason.</param>
public sealed record PrunedLayer(string Name, int Units, IReadOnlyList<int> Removed, IReadOnlyList<KeptUnit> Kept);
