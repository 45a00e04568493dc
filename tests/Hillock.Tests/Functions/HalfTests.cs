using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>All 65,536 numbers of Half, each result the nearest.</summary>
public sealed class HalfTests
{
    private static readonly Half[] All = [.. Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];

    public static TheoryData<string> Texts => [.. FunctionCases.Defaults, "leaky_relu(slope=0.3)", "softplus(beta=1e-10)", "silu(beta=1e10)"];

    [Theory, MemberData(nameof(Texts))]
    public void Every_result_is_the_nearest(string text)
    {
        Activation f = Activation.Parse(text);
        Half[] y = new Half[All.Length], d = new Half[All.Length];
        f.Forward(All, y);
        f.Derivative(All, d);
        // Every seventh against the reference, and all against doubles but where these are near the middle between two: there again the
        // reference decides. 65,536 evaluations in 192 bits take seconds.
        Func<Wide, Wide> value = Sweep.FormulaOf(f, false, Round), slope = Sweep.FormulaOf(f, true, Round);
        Activation wide = (Activation)Activator.CreateInstance(f.GetType(), [f.Parameters.Select(p => Round(f[p.Name])).ToArray()])!;
        for (int i = 0; i < All.Length; i++)
        {
            if (!Half.IsFinite(All[i])) continue;
            double x = (double)All[i];
            Assert.True(y[i] == Nearest(wide.Value(x), () => value(x)), $"{text} at {All[i]}: {y[i]}");
            Assert.True(d[i] == Nearest(wide.Derivative(x), () => slope(x)), $"{text}' at {All[i]}: {d[i]}");
            if (i % 7 != 0) continue;
            Assert.True(Ulp.Of(y[i], value(x)) <= 0.5, $"{text} at {All[i]}: {y[i]}");
            Assert.True(Ulp.Of(d[i], slope(x)) <= 0.5, $"{text}' at {All[i]}: {d[i]}");
        }

        double Round(double p)
        {
            Half half = (Half)p;
            return Half.IsFinite(half) && (half != Half.Zero || p == 0) || double.IsInfinity(p) ? (double)half : (float)p;
        }
    }

    private static Half Nearest(double near, Func<Wide> truth)
    {
        Half below = (Half)(near - Math.Abs(near) * 1e-11), above = (Half)(near + Math.Abs(near) * 1e-11);
        if (below == above) return above;
        double middle = Half.IsInfinity(below) || Half.IsInfinity(above) ? Math.CopySign(65520, near) : ((double)below + (double)above) / 2;
        Wide off = truth() - middle;
        // A quotient that is the middle itself may end in the last of 192 bits.
        if (!off.IsZero && off.Exponent > Math.ILogB(middle) - 150) return off.IsNegative ? below : above;
        return (BitConverter.HalfToUInt16Bits(above) & 1) == 0 ? above : below;
    }

    [Fact]
    public void Backward_scales_the_derivative_before_it_rounds()
    {
        Activation f = Activation.Parse("sigmoid");
        Half[] dx = new Half[All.Length];
        f.Backward(All, [.. All.Select(_ => (Half)1024)], dx);
        for (int i = 0; i < All.Length; i++)
            if (Half.IsFinite(All[i])) Assert.Equal((Half)(1024 * f.Derivative((double)All[i])), dx[i]);
    }

    [Theory, MemberData(nameof(Texts))]
    public void NaN_stays_and_infinities_give_what_doubles_give(string text)
    {
        Activation f = Activation.Parse(text);
        Half[] x = [Half.NaN, Half.PositiveInfinity, Half.NegativeInfinity], y = new Half[3], d = new Half[3];
        f.Forward(x, y);
        f.Derivative(x, d);
        Assert.True(Half.IsNaN(y[0]) && Half.IsNaN(d[0]), $"{text} at NaN: {y[0]}, {d[0]}");
        for (int i = 1; i < x.Length; i++)
        {
            Assert.Equal(Bits((Half)f.Value((double)x[i])), Bits(y[i]));
            Assert.Equal(Bits((Half)f.Derivative((double)x[i])), Bits(d[i]));
        }
    }

    [Fact]
    public void Lengths_must_agree() => Assert.Throws<ArgumentException>(() => Activation.Parse("silu").Forward(new Half[2], new Half[3]));

    private static ushort Bits(Half value) => BitConverter.HalfToUInt16Bits(value);
}
