using System.Runtime.InteropServices;

namespace Hillock.Sample.Aot;

/// <summary>One number for what every function of the catalogue computes: equal in two processes only if every bit is.</summary>
internal static class CatalogueHash
{
    private const int Count = 2001;

    /// <summary>Value, derivative and backward of every element-wise function in float, double and Half, and every function over a row.</summary>
    public static ulong Compute()
    {
        double[] x = [.. Enumerable.Range(0, Count).Select(i => (i - Count / 2) * Math.ScaleB(1, i % 7 - 9)), 0, -0.0, 1e-40, double.PositiveInfinity, double.NegativeInfinity];
        Fnv hash = new();
        foreach (Activation function in Activation.All)
        {
            OfFloats(function, Array.ConvertAll(x, v => (float)v), hash);
            OfDoubles(function, x, hash);
            OfHalves(function, Array.ConvertAll(x, v => (Half)v), hash);
        }

        foreach (RowActivation function in RowActivation.All)
        {
            float[] rows = [.. x.Take(2000).Select(v => (float)v)], y = new float[200 * function.OutputLength(10)], dx = new float[rows.Length];
            function.Forward(rows, y, 10);
            function.Backward(rows, y, dx, 10);
            hash.Add<float>(y);
            hash.Add<float>(dx);
        }

        return hash.Value;
    }

    private static void OfFloats(Activation function, float[] x, Fnv hash)
    {
        float[] y = new float[x.Length];
        foreach (Precision precision in (Precision[])[Precision.Fast, Precision.Exact])
        {
            function.Forward(x, y, precision);
            hash.Add<float>(y);
            function.Derivative(x, y, precision);
            hash.Add<float>(y);
            function.Backward(x, y, y, precision);
            hash.Add<float>(y);
        }
    }

    private static void OfDoubles(Activation function, double[] x, Fnv hash)
    {
        double[] y = new double[x.Length];
        function.Forward(x, y);
        hash.Add<double>(y);
        function.Derivative(x, y);
        hash.Add<double>(y);
    }

    private static void OfHalves(Activation function, Half[] x, Fnv hash)
    {
        Half[] y = new Half[x.Length];
        function.Forward(x, y);
        hash.Add<Half>(y);
        function.Derivative(x, y);
        hash.Add<Half>(y);
    }

    // Fowler, Noll and Vo's hash, FNV-1a with 64 bits.
    private sealed class Fnv
    {
        public ulong Value { get; private set; } = 14695981039346656037;

        public void Add<T>(ReadOnlySpan<T> numbers) where T : unmanaged, System.Numerics.INumberBase<T>
        {
            foreach (T number in numbers)
            {
                // Which NaN comes out of an operation is the processor's choice; that it is one is a result.
                T one = T.IsNaN(number) ? T.Zero / T.Zero : number;
                foreach (byte b in MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in one))) Value = (Value ^ b) * 1099511628211;
            }
        }
    }
}
