using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Monitoring;

/// <summary>Any floating-point tensor as float32 values in a row.</summary>
internal static class FloatCopy
{
    public static bool CanConvert(Tensor tensor) =>
        tensor.dtype is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16 && !tensor.is_sparse
        // A tensor of the meta device has a shape and no values.
        && tensor.device_type != DeviceType.META;

    /// <summary>The tensor itself where it is one already, else a converted copy that belongs to the current dispose scope.</summary>
    public static Tensor Of(Tensor tensor)
    {
        if (tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous()) return tensor;
        using var grad = no_grad();
        return tensor.to(ScalarType.Float32, CPU).contiguous();
    }
}
