using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>No kernel reads or writes beyond a span. A failure here is not an assertion but the end of the process.</summary>
public sealed class GuardPageTests
{
    public static TheoryData<string> Texts => [.. FunctionCases.Defaults];

    [Theory, MemberData(nameof(Texts))]
    public void Nothing_beyond_a_span_is_touched(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pages are guarded by Linux's mmap here");
        Activation f = Activation.Parse(text);
        using GuardedMemory x = new(), dy = new(), y = new();
        for (int length = 0; length <= 40; length++)
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
