using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hillock.Onnx.Running;

/// <summary>A tensor's values as numbers, whatever type they have; null where they are no numbers.</summary>
internal static class TensorNumbers
{
    public static double[]? Of(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => Of<float>(value),
        TensorElementType.Double => Of<double>(value),
        TensorElementType.Float16 => Of<Float16>(value, v => (double)(float)v),
        TensorElementType.BFloat16 => Of<BFloat16>(value, v => (double)(float)v),
        TensorElementType.Int64 => Of<long>(value),
        TensorElementType.Int32 => Of<int>(value),
        TensorElementType.Int16 => Of<short>(value),
        TensorElementType.Int8 => Of<sbyte>(value),
        TensorElementType.UInt64 => Of<ulong>(value),
        TensorElementType.UInt32 => Of<uint>(value),
        TensorElementType.UInt16 => Of<ushort>(value),
        TensorElementType.UInt8 => Of<byte>(value),
        TensorElementType.Bool => Of<bool>(value, v => v ? 1 : 0),
        _ => null,
    };

    private static double[] Of<T>(OrtValue value) where T : unmanaged, INumber<T> => Of<T>(value, double.CreateChecked);

    private static double[] Of<T>(OrtValue value, Converter<T, double> convert) where T : unmanaged => Array.ConvertAll(value.GetTensorDataAsSpan<T>().ToArray(), convert);
}
