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
        }
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
