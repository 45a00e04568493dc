using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>
/// Sums and maxima of a row in double. Element i belongs to partial result i mod 8, whatever the processor's vectors are, so the
/// order of additions, and with it every bit, is the same everywhere.
/// </summary>
internal static class Reduction
{
    public static double Sum(ReadOnlySpan<double> x)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        int i = 0;
        for (; i + 8 <= x.Length; i += 8) sum += At(x, i);
        return Total(sum + Rest(x[i..], 0));
    }

    /// <summary>Σ x·y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        int i = 0;
        for (; i + 8 <= x.Length; i += 8) sum += At(x, i) * At(y, i);
        return Total(sum + Rest(x[i..], 0) * Rest(y[i..], 0));
    }

    /// <summary>The largest element, NaN if any is NaN; −∞ for none.</summary>
    public static double Maximum(ReadOnlySpan<double> x)
    {
        Vector512<double> largest = Vector512.Create(double.NegativeInfinity);
        int i = 0;
        for (; i + 8 <= x.Length; i += 8) largest = Vector512.Max(largest, At(x, i));
        largest = Vector512.Max(largest, Rest(x[i..], double.NegativeInfinity));
        double maximum = largest[0];
        for (int lane = 1; lane < 8; lane++) maximum = Math.Max(maximum, largest[lane]);
        return maximum;
    }

    private static Vector512<double> At(ReadOnlySpan<double> x, int i) => Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)i);

    private static Vector512<double> Rest(ReadOnlySpan<double> x, double neutral)
    {
        Span<double> rest = stackalloc double[8];
        rest.Fill(neutral);
        x.CopyTo(rest);
        return Vector512.Create<double>(rest);
    }

    private static double Total(Vector512<double> s) => ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}
