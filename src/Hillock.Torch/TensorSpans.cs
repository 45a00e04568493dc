using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>Spans over the memory of tensors.</summary>
internal static class TensorSpans
{
    /// <summary>The elements of a contiguous tensor on the CPU, no copy; the tensor must be kept alive while the span is used.</summary>
    public static Span<T> Span<T>(this Tensor tensor) where T : unmanaged =>
        tensor.NumberOfElements == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>Whether the values can be read as float32 or float64, after packing if need be.</summary>
    public static bool CanRead(this Tensor tensor) =>
        tensor.dtype is ScalarType.Float32 or ScalarType.Float64 && tensor.device_type == DeviceType.CPU && !tensor.is_sparse;

    /// <exception cref="NotSupportedException">The values cannot be read.</exception>
    public static void Require(Tensor tensor, string who)
    {
        if (!tensor.CanRead())
            throw new NotSupportedException(
                $"{who} runs on float32 and float64 tensors on the CPU, but received {tensor.dtype} on {tensor.device_type}; "
                + "convert it with .to(torch.float32, torch.CPU).");
        if (tensor.NumberOfElements * tensor.ElementSize > int.MaxValue)
            throw new NotSupportedException($"{who} received {tensor.NumberOfElements:N0} elements; at most 2 GB fit. Split the batch.");
    }
}
