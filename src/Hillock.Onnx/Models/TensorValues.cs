using System.Runtime.InteropServices;
using Google.Protobuf;
using Hillock.Onnx.Schema;

namespace Hillock.Onnx.Models;

/// <summary>
/// The values of a tensor in a model. What its shape claims is checked against what the file holds when the model is read, so nothing is
/// allocated for a claim.
/// </summary>
internal static class TensorValues
{
    /// <summary>Refuses a tensor whose shape, element type and values do not fit together.</summary>
    /// <exception cref="InvalidDataException">They do not, or its external file is not where it may be.</exception>
    public static void Check(string model, TensorProto tensor)
    {
        string place = $"tensor {ModelError.Show(tensor.Name)}";
        long count = Count(model, place, tensor.Dims);
        ElementType type = (ElementType)tensor.DataType;
        if (type == ElementType.Undefined) throw ModelError.At(model, place, "it has no element type", "export the model again");
        int size = type.Bytes();
        if (ExternalFile.Holds(tensor))
        {
            if (size == 0) throw ModelError.At(model, place, $"external values of element type {tensor.DataType} are not read", "keep them in the model");
            ExternalFile.Of(model, tensor, checked(count * size));
            return;
        }

        // Four-bit types and those of later opsets pass on to ONNX Runtime, which knows how they are packed.
        if (size == 0 && type != ElementType.String) return;
        long held = tensor.HasRawData && size > 0 ? tensor.RawData.Length / size : Held(tensor, type);
        if (held != count || (tensor.HasRawData && size > 0 && tensor.RawData.Length % size != 0))
            throw ModelError.At(model, place, $"its shape [{string.Join(',', tensor.Dims)}] needs {count} values, but the file holds {held}",
                "it is cut off or damaged: export it again");
    }

    /// <summary>The values as floats; null for a type that has no numbers, or one that is not known.</summary>
    public static FloatTensor? Floats(string model, TensorProto tensor)
    {
        ElementType type = (ElementType)tensor.DataType;
        int[] shape = [.. tensor.Dims.Select(d => checked((int)d))];
        if (type.Bytes() == 0 || type is ElementType.Complex64 or ElementType.Complex128) return null;
        if (ExternalFile.Holds(tensor))
        {
            long count = Count(model, $"tensor {ModelError.Show(tensor.Name)}", tensor.Dims);
            return new(shape, FromRaw(ExternalFile.Of(model, tensor, count * type.Bytes()).Read(), type));
        }

        return new(shape, tensor.HasRawData ? FromRaw(tensor.RawData.Span, type) : FromFields(tensor, type));
    }

    /// <summary>The values of a tensor of whole numbers, exactly; null for another type.</summary>
    public static long[]? Integers(TensorProto tensor) => (ElementType)tensor.DataType switch
    {
        ElementType.Int64 when tensor.HasRawData => Raw<long>(tensor.RawData.Span),
        ElementType.Int64 => [.. tensor.Int64Data],
        ElementType.Int32 when tensor.HasRawData => [.. Raw<int>(tensor.RawData.Span).Select(v => (long)v)],
        ElementType.Int32 => [.. tensor.Int32Data.Select(v => (long)v)],
        _ => null,
    };

    /// <summary>A tensor of floats.</summary>
    public static TensorProto Of(string name, IEnumerable<long> shape, ReadOnlySpan<float> values)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)ElementType.Float, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    /// <summary>A tensor of whole numbers.</summary>
    public static TensorProto Of(string name, IEnumerable<long> shape, ReadOnlySpan<long> values)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)ElementType.Int64, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private static long Count(string model, string place, IEnumerable<long> dims)
    {
        Int128 count = 1;
        foreach (long dim in dims)
        {
            if (dim is < 0 or > int.MaxValue) throw ModelError.At(model, place, $"its shape has the size {dim}", "export the model again");
            count *= dim;
            // A message is limited to 2 GB; a larger tensor can only lie outside, and no array holds more either.
            if (count > int.MaxValue)
                throw ModelError.At(model, place, $"its shape [{string.Join(',', dims)}] has more than {int.MaxValue} values", "export the model again");
        }

        return (long)count;
    }

    private static long Held(TensorProto tensor, ElementType type) => type switch
    {
        ElementType.Float => tensor.FloatData.Count,
        ElementType.Complex64 => tensor.FloatData.Count / 2,
        ElementType.Double => tensor.DoubleData.Count,
        ElementType.Complex128 => tensor.DoubleData.Count / 2,
        ElementType.Int64 => tensor.Int64Data.Count,
        ElementType.UInt32 or ElementType.UInt64 => tensor.Uint64Data.Count,
        ElementType.String => tensor.StringData.Count,
        _ => tensor.Int32Data.Count,
    };

    private static float[] FromFields(TensorProto tensor, ElementType type) => type switch
    {
        ElementType.Float => [.. tensor.FloatData],
        ElementType.Double => [.. tensor.DoubleData.Select(v => (float)v)],
        ElementType.Int64 => [.. tensor.Int64Data.Select(v => (float)v)],
        ElementType.UInt32 or ElementType.UInt64 => [.. tensor.Uint64Data.Select(v => (float)v)],
        ElementType.Float16 => [.. tensor.Int32Data.Select(v => (float)BitConverter.UInt16BitsToHalf((ushort)v))],
        ElementType.BFloat16 => [.. tensor.Int32Data.Select(v => BitConverter.Int32BitsToSingle(v << 16))],
        _ => [.. tensor.Int32Data.Select(v => (float)v)],
    };

    private static float[] FromRaw(ReadOnlySpan<byte> raw, ElementType type) => type switch
    {
        ElementType.Float => Raw<float>(raw),
        ElementType.Double => Converted<double>(raw),
        ElementType.Int64 => Converted<long>(raw),
        ElementType.Int32 => Converted<int>(raw),
        ElementType.Int16 => Converted<short>(raw),
        ElementType.Int8 => Converted<sbyte>(raw),
        ElementType.UInt64 => Converted<ulong>(raw),
        ElementType.UInt32 => Converted<uint>(raw),
        ElementType.UInt16 => Converted<ushort>(raw),
        ElementType.Float16 => Converted<Half>(raw),
        ElementType.BFloat16 => [.. Raw<ushort>(raw).Select(v => BitConverter.Int32BitsToSingle(v << 16))],
        _ => Converted<byte>(raw),
    };

    private static float[] Converted<T>(ReadOnlySpan<byte> raw) where T : unmanaged, System.Numerics.INumberBase<T> =>
        [.. Raw<T>(raw).Select(float.CreateTruncating)];

    // Raw data are little-endian, as every machine that .NET runs on with ONNX Runtime.
    private static T[] Raw<T>(ReadOnlySpan<byte> raw) where T : unmanaged => MemoryMarshal.Cast<byte, T>(raw).ToArray();
}
