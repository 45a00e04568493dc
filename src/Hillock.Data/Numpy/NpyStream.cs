using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hillock.Data.Files;

namespace Hillock.Data.Numpy;

/// <summary>Reads and writes one array.</summary>
internal static class NpyStream
{
    /// <summary>The array, and how its numbers were stored.</summary>
    public static (NpyArray Array, NumberFormat Format) Read(ByteSource source, string name)
    {
        NpyHeader header = NpyHeader.Read(source);
        int[] shape = header.ShapeInMemory(source.Name);
        float[] data = new float[header.Count];
        header.Format.Read(source, data);
        source.DemandEnd();
        return (new(name, shape, header.Fortran ? FromFortran(data, shape) : data), header.Format);
    }

    public static void Write(Stream stream, int[] shape, float[] data)
    {
        stream.Write(new NpyHeader(NumberFormat.Single, Fortran: false, Array.ConvertAll(shape, size => (long)size)).ToBytes());
        if (BitConverter.IsLittleEndian)
        {
            // In blocks: a span of bytes over all values would pass 2³¹ where they are more than half a milliard.
            for (int start = 0; start < data.Length; start += 1 << 20)
                stream.Write(MemoryMarshal.AsBytes(data.AsSpan(start, Math.Min(1 << 20, data.Length - start))));
            return;
        }

        Span<byte> number = stackalloc byte[4];
        foreach (float value in data)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            stream.Write(number);
        }
    }

    public static void Check(int[] shape, float[] data)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(data);
        if (shape.Length > 32 || Array.Exists(shape, size => size < 0)
            || shape.Aggregate(1.0, (product, size) => product * size) != data.Length)
            throw new ArgumentException($"The shape ({string.Join(", ", shape)}) does not fit {data.Length} values.", nameof(shape));
    }

    // In Fortran order the first index runs fastest; walk the target in C order and keep the source's place in step.
    private static float[] FromFortran(float[] data, int[] shape)
    {
        if (shape.Length < 2) return data;
        float[] result = new float[data.Length];
        int[] index = new int[shape.Length];
        int[] stride = new int[shape.Length];
        stride[0] = 1;
        for (int axis = 1; axis < shape.Length; axis++) stride[axis] = stride[axis - 1] * shape[axis - 1];
        int place = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = data[place];
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += stride[axis];
                if (++index[axis] < shape[axis]) break;
                place -= stride[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
