namespace Hillock.Runs;

/// <summary>Where a training first met NaN or ±∞.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Layer">The layer in which it began: the first one in a forward pass, the last one for gradients; null where only the loss had one.</param>
/// <param name="What">"pre-activation", "output", "gradient", "weight", "validation" or "loss".</param>
public sealed record NonFiniteEvent(int Step, int Epoch, string? Layer, string What);
