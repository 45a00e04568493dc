using System.Runtime.InteropServices;
using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Neither the number of threads nor stores past the cache change a bit.</summary>
public sealed class ThreadTests
{
    public static TheoryData<string> Texts => [.. FunctionCases.Defaults];

    [Theory, MemberData(nameof(Texts))]
    public void Bits_do_not_depend_on_the_number_of_threads(string text)
    {
        Activation f = Activation.Parse(text);
        const int length = 200_003;
        float[] x = [.. Enumerable.Range(0, length).Select(i => (i * 37 % 10007 - 5000) / 700f)];
        double[] wide = [.. x.Select(v => (double)v)];
        float[][] one = Floats(1);
        double[][] oneWide = Doubles(1);
        foreach (int threads in new[] { 0, 2, 7, 1000 })
        {
            Assert.All(Floats(threads).Zip(one), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
            Assert.All(Doubles(threads).Zip(oneWide), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => f.Forward(x, new float[length], Precision.Fast, -1));

        float[][] Floats(int threads)
        {
            float[] y = new float[length], exact = new float[length], d = new float[length], dx = new float[length], output = new float[length], bits = new float[length];
            byte[] kept = new byte[Activation.BitsLength(length)];
            f.Forward(x, y, Precision.Fast, threads);
            f.Forward(x, exact, Precision.Exact, threads);
            f.Derivative(x, d, Precision.Fast, threads);
            f.Backward(x, x, dx, Precision.Fast, threads);
            if (f.CanKeep(Kept.Output)) f.BackwardFromOutput(y, x, output, Precision.Fast, threads);
            if (!f.CanKeep(Kept.Bits)) return [y, exact, d, dx, output];
            f.ForwardBits(x, y, kept, Precision.Fast, threads);
            f.BackwardFromBits(kept, x, bits, threads);
            return [y, exact, d, dx, output, bits, [.. kept.Select(b => (float)b)]];
        }

        double[][] Doubles(int threads)
        {
            double[] y = new double[length], dx = new double[length];
            f.Forward(wide, y, Precision.Fast, threads);
            f.Backward(wide, wide, dx, Precision.Fast, threads);
            return [y, dx];
        }
    }

    /// <summary>Memory that is no array, such as a file that is mapped, may lie so that no element begins at a line of the cache.</summary>
    [Theory]
    [InlineData("relu", 1), InlineData("gelu", 2), InlineData("silu", 3)]
    public unsafe void Large_results_may_lie_anywhere(string text, int offset)
    {
        Activation f = Activation.Parse(text);
        const int length = (1 << 22) + 5;
        float[] x = [.. Enumerable.Range(0, length).Select(i => (i * 37 % 10007 - 5000) / 700f)], expected = new float[length];
        byte* memory = (byte*)NativeMemory.AlignedAlloc(4 * (nuint)length + 64, 64);
        try
        {
            foreach (bool backward in new[] { false, true })
            {
                Span<float> y = new(memory + offset, length);
                if (backward) f.Backward(x, x, expected);
                else f.Forward(x, expected);
                if (backward) f.Backward(x, x, y);
                else f.Forward(x, y);
                Assert.True(y.SequenceEqual(expected));
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    [Theory]
    [InlineData("relu"), InlineData("silu")]
    public void Bits_do_not_depend_on_stores_past_the_cache(string text)
    {
        Activation f = Activation.Parse(text);
        const int length = (1 << 22) + 100;
        float[] x = new float[length], far = new float[length + 3], near = new float[length];
        for (int i = 0; i < length; i++) x[i] = (i * 37 % 10007 - 5000) / 700f;
        x[5] = float.NaN;
        for (int at = 0; at < length; at += 50_000)
        {
            int count = Math.Min(50_000, length - at);
            f.Forward(x.AsSpan(at, count), near.AsSpan(at, count));
        }
        foreach (int shift in new[] { 0, 1, 3 })
        {
            far.AsSpan().Fill(12345);
            f.Forward(x, far.AsSpan(shift, length));
            Assert.True(far.AsSpan(shift, length).SequenceEqual(near));
            Assert.All(far[..shift], v => Assert.Equal(12345, v));
            Assert.All(far[(length + shift)..], v => Assert.Equal(12345, v));
        }
    }
}
