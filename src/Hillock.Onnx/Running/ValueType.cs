using Hillock.Onnx.Models;

namespace Hillock.Onnx.Running;

/// <summary>What is known of a value before the run.</summary>
/// <param name="Element">The type of its elements.</param>
/// <param name="Shape">Its sizes; −1 where the size depends on the input.</param>
internal sealed record ValueType(ElementType Element, int[] Shape);
