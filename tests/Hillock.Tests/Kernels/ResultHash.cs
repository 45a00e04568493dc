using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hillock.Tests.Functions;

namespace Hillock.Tests.Kernels;

/// <summary>
/// One number for all results of a function: equal on two machines, or with an instruction set off, only if every bit is equal.
/// With HILLOCK_HASH set the test program prints these numbers and ends: that is how a test asks a child process.
/// </summary>
internal static class ResultHash
{
    public const string Variable = "HILLOCK_HASH";

    // Every 2^19th float, 8,192 in all, denser where functions bend; the corners and special values.
    private static readonly float[] Floats = [.. Samples.Floats(2000), .. Samples.SpecialFloats, .. CorrectRoundingTests.Hard.Select(row => row.Data.Item3)];
    private static readonly double[] Doubles = [.. Samples.Doubles(1000), .. Samples.SpecialDoubles];

    /// <summary>The vectors that this process works with, then a line for each function, type and mode.</summary>
    public static IEnumerable<string> Lines()
    {
        yield return $"vectors: {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0)}";
        foreach (string text in FunctionCases.All)
        {
            Activation f = Activation.Parse(text);
            foreach (Mode mode in Enum.GetValues<Mode>())
            {
                foreach (Precision precision in new[] { Precision.Fast, Precision.Exact }) yield return $"{text} {mode} float {precision}: {OfFloats(f, mode, precision):X16}";
                yield return $"{text} {mode} double: {OfDoubles(f, mode):X16}";
            }

            foreach (FunctionParameter parameter in f.Parameters.Where(p => p.Learnable)) yield return $"{text} ∂/∂{parameter.Name}: {OfParameter(f, parameter.Name):X16}";
            yield return $"{text} Half: {OfHalves(f):X16}";
        }

        foreach (RowActivation f in RowActivation.All) yield return $"{f} rows: {OfRows(f):X16}";
    }

    private static ulong OfParameter(Activation f, string parameter)
    {
        float[] d = new float[Floats.Length];
        f.ParameterDerivative(parameter, Floats, d);
        return Fnv(MemoryMarshal.AsBytes([.. d.Select(v => float.IsNaN(v) ? float.NaN : v)]));
    }

    private static ulong OfHalves(Activation f)
    {
        Half[] x = [.. Enumerable.Range(0, 65_536).Select(i => BitConverter.UInt16BitsToHalf((ushort)i))], y = new Half[x.Length], dx = new Half[x.Length];
        f.Forward(x, y);
        f.Backward(x, [.. Enumerable.Range(0, x.Length).Select(i => (Half)(1 + i % 13 * 0.37))], dx);
        return Fnv(MemoryMarshal.AsBytes([.. y.Concat(dx).Select(v => Half.IsNaN(v) ? Half.NaN : v)]));
    }

    // Rows of finite numbers, from a Half's smallest to its largest.
    private static ulong OfRows(RowActivation f)
    {
        const int row = 24;
        double[] x = [.. Enumerable.Range(0, 50 * row).Select(i => Math.Sin(i * 1.7) * Math.ScaleB(1, i / row / 4))], dx = new double[x.Length];
        double[] y = new double[50 * f.OutputLength(row)], dy = [.. y.Select((_, i) => 1 + i % 13 * 0.37)];
        f.Forward(x, y, row);
        f.Backward(x, dy, dx, row);
        float[] narrow = new float[y.Length];
        f.Forward([.. x.Select(v => (float)v)], narrow, row);
        Half[] half = new Half[y.Length];
        f.Forward([.. x.Select(v => (Half)v)], half, row);
        return Fnv(MemoryMarshal.AsBytes([.. y, .. dx, .. narrow.Select(v => (double)v), .. half.Select(v => (double)v)]));
    }

    private static ulong OfFloats(Activation f, Mode mode, Precision precision)
    {
        float[] y = new float[Floats.Length];
        float[] dy = [.. Floats.Select((_, i) => 1 + i % 13 * 0.37f)];
        Kernel.Run(f, mode, Floats, dy, y, precision);
        // The bits of NaN are no result: which NaN comes out of an operation is the processor's choice.
        for (int i = 0; i < y.Length; i++)
            if (float.IsNaN(y[i])) y[i] = float.NaN;
        return Fnv(MemoryMarshal.AsBytes(y.AsSpan()));
    }

    private static ulong OfDoubles(Activation f, Mode mode)
    {
        double[] y = new double[Doubles.Length];
        double[] dy = [.. Doubles.Select((_, i) => 1 + i % 13 * 0.37)];
        Kernel.Run(f, mode, Doubles, dy, y);
        for (int i = 0; i < y.Length; i++)
            if (double.IsNaN(y[i])) y[i] = double.NaN;
        return Fnv(MemoryMarshal.AsBytes(y.AsSpan()));
    }

    // Fowler, Noll and Vo's hash, FNV-1a with 64 bits.
    private static ulong Fnv(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in bytes) hash = (hash ^ b) * 1099511628211;
        return hash;
    }

#pragma warning disable CA2255 // A test program is an application: this is its own start, before the runner's.
    [ModuleInitializer]
    internal static void AnswerAsChild()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;
        foreach (string line in Lines()) Console.Out.WriteLine(line);
        Console.Out.Flush();
        Environment.Exit(0);
    }
#pragma warning restore CA2255
}
