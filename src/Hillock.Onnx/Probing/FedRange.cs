namespace Hillock.Onnx.Probing;

/// <summary>What was fed to an input: a model that expects 0 to 255 and gets 0 to 1 shows units as dead that are not.</summary>
/// <param name="Input">The input's name.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Shape">The sizes of a batch.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
/// <param name="Mean">The mean.</param>
public sealed record FedRange(string Input, string Source, IReadOnlyList<long> Shape, double Least, double Most, double Mean);
