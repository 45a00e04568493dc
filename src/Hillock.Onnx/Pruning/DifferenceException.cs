namespace Hillock.Onnx.Pruning;

/// <summary>The outputs of the smaller model are not those of the model that was given; nothing is written.</summary>
public sealed class DifferenceException(string message) : Exception(message);
