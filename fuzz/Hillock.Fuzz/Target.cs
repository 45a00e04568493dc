namespace Hillock.Fuzz;

/// <summary>A reader and good files to start from.</summary>
/// <param name="Seeds">Good files.</param>
/// <param name="Read">Reads the bytes as a file of the kind.</param>
/// <param name="Mutate">How good files are damaged; null for bytes here and there.</param>
internal sealed record Target(IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, Func<byte[], Random, byte[]>? Mutate = null);
