using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>No call allocates once its code is there: every function, in every direction and type.</summary>
public sealed class AllocationTests
{
    private const int Length = 2048;

    public static TheoryData<string> Texts => FunctionCases.Texts;

    public static TheoryData<string> Rows => [.. RowActivation.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Texts))]
    public void Of_a_function(string text)
    {
        Activation f = Activation.Parse(text);
        float[] x = Samples(), dy = Samples(), y = new float[Length];
        double[] wide = [.. x.Select(v => (double)v)], wideResult = new double[Length];
        Half[] half = [.. x.Select(v => (Half)v)], halfResult = new Half[Length];
        AssertNone(text, () =>
        {
            foreach (Precision precision in (ReadOnlySpan<Precision>)[Precision.Fast, Precision.Exact])
            {
                f.Forward(x, y, precision);
                f.Derivative(x, y, precision);
                f.Backward(x, dy, y, precision);
            }

            f.Forward(wide, wideResult);
            f.Derivative(wide, wideResult);
            f.Backward(wide, wide, wideResult);
            f.Forward(half, halfResult);
            f.Derivative(half, halfResult);
            f.Backward(half, half, halfResult);
        });
    }

    [Theory, MemberData(nameof(Rows))]
    public void Of_a_function_over_a_row(string name)
    {
        RowActivation f = RowActivation.Parse(name);
        float[] x = Samples(), dy = new float[2 * Length], y = new float[2 * Length], dx = new float[Length];
        int outputs = Length / 64 * f.OutputLength(64);
        AssertNone(name, () =>
        {
            f.Forward(x, y.AsSpan(0, outputs), 64);
            f.Backward(x, dy.AsSpan(0, outputs), dx, 64);
        });
    }

    // The runtime may allocate on this thread for its own ends, once in a while; what a call costs it costs every time.
    private static void AssertNone(string what, Action call)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 10 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least == 0, $"{what} allocates {least} bytes");
    }

    private static float[] Samples() => [.. Enumerable.Range(0, Length).Select(i => (i % 1001 - 500) / 50f)];
}
