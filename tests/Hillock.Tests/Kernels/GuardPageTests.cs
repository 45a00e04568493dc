using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>No kernel reads or writes beyond a span. A failure here is not an assertion but the end of the process.</summary>
public sealed class GuardPageTests
{
    // Up to two vectors and more; and from where results are brought to whole lines of the cache first, or gone through backward.
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 41), .. Enumerable.Range(1020, 40)];

    public static TheoryData<string> Texts => FunctionCases.Texts;

    [Theory, MemberData(nameof(Texts))]
    public void Nothing_beyond_a_span_is_touched(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pages are guarded by Linux's mmap here");
        Activation f = Activation.Parse(text);
        using GuardedMemory x = new(), dy = new(), y = new();
        foreach (int length in Lengths)
            foreach (Mode mode in Enum.GetValues<Mode>())
            {
                foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
                {
                    Kernel.Run(f, mode, x.First<float>(length), dy.First<float>(length), y.First<float>(length), precision);
                    Kernel.Run(f, mode, x.Last<float>(length), dy.Last<float>(length), y.Last<float>(length), precision);
                }
                Kernel.Run(f, mode, x.First<double>(length), dy.First<double>(length), y.First<double>(length));
                Kernel.Run(f, mode, x.Last<double>(length), dy.Last<double>(length), y.Last<double>(length));
            }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Nothing_beyond_halves_and_the_derivatives_by_parameters_is_touched(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pages are guarded by Linux's mmap here");
        Activation f = Activation.Parse(text);
        using GuardedMemory x = new(), dy = new(), y = new();
        foreach (int length in Lengths)
        {
            f.Forward(x.First<Half>(length), y.First<Half>(length));
            f.Forward(x.Last<Half>(length), y.Last<Half>(length));
            f.Backward(x.First<Half>(length), dy.First<Half>(length), y.First<Half>(length));
            f.Backward(x.Last<Half>(length), dy.Last<Half>(length), y.Last<Half>(length));
            foreach (FunctionParameter parameter in f.Parameters.Where(p => p.Learnable))
            {
                f.ParameterDerivative(parameter.Name, x.First<float>(length), y.First<float>(length));
                f.ParameterDerivative(parameter.Name, x.Last<float>(length), y.Last<float>(length));
            }
        }
    }

    public static TheoryData<string> Rows => [.. RowActivation.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Rows))]
    public void Nothing_beyond_rows_is_touched(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pages are guarded by Linux's mmap here");
        RowActivation f = RowActivation.Parse(text);
        using GuardedMemory x = new(), dy = new(), y = new(), dx = new();
        for (int row = 2; row <= 40; row += 2)
        {
            int length = 3 * row, results = 3 * f.OutputLength(row);
            f.Forward(x.Last<float>(length), y.Last<float>(results), row);
            f.Backward(x.Last<float>(length), dy.Last<float>(results), dx.Last<float>(length), row);
            f.Forward(x.First<float>(length), y.First<float>(results), row);
            f.Backward(x.First<float>(length), dy.First<float>(results), dx.First<float>(length), row);
            f.Forward(x.Last<double>(length), y.Last<double>(results), row);
            f.Backward(x.Last<double>(length), dy.Last<double>(results), dx.Last<double>(length), row);
            f.Forward(x.Last<Half>(length), y.Last<Half>(results), row);
            f.Backward(x.Last<Half>(length), dy.Last<Half>(results), dx.Last<Half>(length), row);
        }
    }

    [Theory]
    [InlineData("relu"), InlineData("tanh"), InlineData("gelu")]
    public void Stores_past_the_cache_touch_nothing_beyond_a_span(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pages are guarded by Linux's mmap here");
        Activation f = Activation.Parse(text);
        const int length = (1 << 22) + 3;
        using GuardedMemory x = new(4 * length), y = new(4 * length);
        f.Forward(x.First<float>(length), y.First<float>(length));
        f.Forward(x.Last<float>(length), y.Last<float>(length));
        f.Backward(x.Last<float>(length), x.Last<float>(length), y.Last<float>(length));
        f.Backward(x.Last<double>(length / 2), x.Last<double>(length / 2), y.Last<double>(length / 2));
    }

    [Theory, MemberData(nameof(KeptTests.WithBits), MemberType = typeof(KeptTests))]
    public void Nothing_beyond_the_bits_is_touched(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pages are guarded by Linux's mmap here");
        Activation f = Activation.Parse(text);
        using GuardedMemory x = new(), y = new(), bits = new();
        for (int length = 0; length <= 257; length++)
        {
            int bytes = Activation.BitsLength(length);
            f.ForwardBits(x.First<float>(length), y.First<float>(length), bits.First<byte>(bytes));
            f.BackwardFromBits(bits.First<byte>(bytes), x.First<float>(length), y.First<float>(length));
            f.ForwardBits(x.Last<float>(length), y.Last<float>(length), bits.Last<byte>(bytes));
            f.BackwardFromBits(bits.Last<byte>(bytes), x.Last<float>(length), y.Last<float>(length));
            f.ForwardBits(x.First<double>(length), y.First<double>(length), bits.First<byte>(bytes));
            f.BackwardFromBits(bits.First<byte>(bytes), x.First<double>(length), y.First<double>(length));
            f.ForwardBits(x.Last<double>(length), y.Last<double>(length), bits.Last<byte>(bytes));
            f.BackwardFromBits(bits.Last<byte>(bytes), x.Last<double>(length), y.Last<double>(length));
        }
    }
}
