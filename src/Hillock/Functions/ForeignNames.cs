namespace Hillock;

/// <summary>What other libraries call a function; null where they lack it.</summary>
/// <param name="PyTorch">The module of torch.nn (TorchSharp uses the same names).</param>
/// <param name="Keras">The name in keras.activations.</param>
/// <param name="Jax">The function in jax.nn, or in jax.numpy where jax.nn has none.</param>
/// <param name="Onnx">The ONNX operator.</param>
public sealed record ForeignNames(string? PyTorch, string? Keras, string? Jax, string? Onnx);
