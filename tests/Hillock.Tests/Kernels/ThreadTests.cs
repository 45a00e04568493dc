using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Neither the number of threads nor stores past the cache change a bit.</summary>
public sealed class ThreadTests
{
    [Theory]
    [InlineData("relu"), InlineData("silu"), InlineData("gelu"), InlineData("hard_tanh")]
    public void Bits_do_not_depend_on_the_number_of_threads(string text)
    {
        Activation f = Activation.Parse(text);
        const int length = 200_003;
        float[] x = [.. Enumerable.Range(0, length).Select(i => (i * 37 % 10007 - 5000) / 700f)], one = new float[length], many = new float[length];
        double[] wide = [.. x.Select(v => (double)v)], oneWide = new double[length], manyWide = new double[length];
        foreach (int threads in new[] { 0, 2, 3, 7, 1000 })
        {
            f.Forward(x, one, Precision.Fast, 1);
            f.Forward(x, many, Precision.Fast, threads);
            Assert.Equal(one, many);
            f.Derivative(wide, oneWide, Precision.Fast, 1);
            f.Derivative(wide, manyWide, Precision.Fast, threads);
            Assert.Equal(oneWide, manyWide);
            f.Backward(x, one, one, Precision.Exact, 1);
            f.Backward(x, many, many, Precision.Exact, threads);
            Assert.Equal(one, many);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => f.Forward(x, one, Precision.Fast, -1));
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
