namespace Hillock.Onnx.Pruning;

/// <summary>A unit that cannot be removed without changing something.</summary>
/// <param name="Unit">The unit, as it is numbered in the model that was given.</param>
/// <param name="Reason">Why it stays.</param>
public sealed record KeptUnit(int Unit, string Reason);
