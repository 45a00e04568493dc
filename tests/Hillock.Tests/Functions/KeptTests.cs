using Hillock.Accuracy;
using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>Gradients from bits and from outputs against those from the input, and against the reference.</summary>
public sealed class KeptTests(ITestOutputHelper output)
{
    // Each worst error over a dense sample, in ulp of a float: what Activation.OutputError calls the relative precision.
    private const double Allowed = 1.5;

    private static readonly (string Text, Kept Kept)[] Expected =
    [
        ("identity", Kept.Nothing), ("binary_step", Kept.Nothing), ("leaky_relu(slope=1)", Kept.Nothing),
        ("relu", Kept.Bits), ("leaky_relu", Kept.Bits), ("leaky_relu(slope=-0.5)", Kept.Bits), ("prelu", Kept.Bits), ("rrelu", Kept.Bits),
        ("relu6", Kept.Bits), ("hard_tanh", Kept.Bits), ("threshold", Kept.Bits), ("thresholded_relu", Kept.Bits), ("hard_shrink", Kept.Bits),
        ("soft_shrink", Kept.Bits), ("shrink", Kept.Bits), ("hard_sigmoid", Kept.Bits), ("sparse_sigmoid", Kept.Bits), ("abs", Kept.Bits),
        ("squareplus(b=0)", Kept.Bits), ("onnx:hard_sigmoid", Kept.Bits), ("jax:leaky_relu", Kept.Bits), ("jax:hard_tanh", Kept.Bits),
        ("softplus", Kept.Output), ("log_sigmoid", Kept.Output), ("exponential", Kept.Output),
        ("squareplus", Kept.Input), ("torch:softplus", Kept.Input), ("softplus(beta=30)", Kept.Input), ("sigmoid", Kept.Input),
        ("tanh", Kept.Input), ("hard_swish", Kept.Input), ("gelu", Kept.Input), ("silu", Kept.Input), ("mish", Kept.Input),
    ];

    public static TheoryData<string> WithBits => [.. FunctionCases.All.Where(text => Activation.Parse(text).CanKeep(Kept.Bits))];

    public static TheoryData<string> WithOutput => [.. FunctionCases.All.Where(text => Activation.Parse(text).CanKeep(Kept.Output))];

    [Fact]
    public void The_least_that_tells_the_gradient_is_known()
    {
        foreach ((string text, Kept kept) in Expected) Assert.Equal((text, kept), (text, Activation.Parse(text).Kept));
        // Every function whose derivative takes at most two values at distance from its kinks keeps no more than a bit.
        foreach (Activation f in Activation.All)
        {
            int values = Enumerable.Range(-400, 801).Select(i => f.Derivative(i / 40.0 + 0.0137)).Distinct().Count();
            Assert.True(values <= 2 == f.Kept is Kept.Nothing or Kept.Bits, $"{f} has {values} slopes, but keeps {f.Kept}");
        }
    }

    [Theory, MemberData(nameof(WithBits))]
    public void Bits_tell_the_gradient_to_the_bit(string text)
    {
        Activation f = Activation.Parse(text);
        float[] x = [.. Samples.Floats(20_000, FunctionCases.Corners(f)).Where(v => f.Name != "abs" || v != 0)];
        CheckFloats(f, x);
        CheckDoubles(f, [.. Samples.Doubles(2000, FunctionCases.Corners(f)).Where(v => f.Name != "abs" || v != 0)]);
        CheckFloats(f, [.. x.Take(1000), float.PositiveInfinity, float.NegativeInfinity]);
    }

    [Theory, MemberData(nameof(WithBits))]
    public void What_a_bit_cannot_tell_is_reported(string text)
    {
        Activation f = Activation.Parse(text);
        for (int length = 1; length <= 70; length++)
            for (int at = 0; at < length; at += 7)
            {
                float[] x = [.. Enumerable.Range(0, length).Select(i => i - 3.5f)], y = new float[length];
                byte[] bits = new byte[Activation.BitsLength(length)];
                Assert.True(f.ForwardBits(x, y, bits));
                x[at] = float.NaN;
                Assert.False(f.ForwardBits(x, y, bits));
                Assert.True(float.IsNaN(y[at]));
                double[] wide = [.. x.Select(v => (double)v)];
                Assert.False(f.ForwardBits(wide, wide, bits));
                x[at] = 0;
                Assert.Equal(f.Name != "abs", f.ForwardBits(x, y, bits));
            }
    }

    [Theory, MemberData(nameof(WithOutput))]
    public void The_output_tells_the_gradient_as_far_as_it_says(string text)
    {
        Activation f = Activation.Parse(text);
        float[] x = [.. Samples.Floats(100_000, FunctionCases.Corners(f)), float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        float[] y = new float[x.Length], ones = new float[x.Length], d = new float[x.Length], told = new float[x.Length];
        ones.AsSpan().Fill(1);
        Func<Wide, Wide> formula = Sweep.FormulaOf(f, derivative: true, p => (float)p);
        bool same = f.OutputError == 0 && f.CanKeep(Kept.Bits);
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            f.Forward(x, y, precision);
            f.Backward(x, ones, d, precision);
            f.BackwardFromOutput(y, ones, told, precision);
            double worst = 0, worstUlp = 0, at = 0;
            int above = 0;
            for (int i = 0; i < x.Length; i++)
            {
                if (float.IsNaN(x[i]) != float.IsNaN(told[i])) Assert.Fail($"{text} at {x[i]:R}: {told[i]:R}");
                if (float.IsNaN(x[i]) || same && BitConverter.SingleToInt32Bits(d[i]) == BitConverter.SingleToInt32Bits(told[i])) continue;
                if (same) Assert.Fail($"{text} at {x[i]:R}: {told[i]:R}, not {d[i]:R}");
                worst = Math.Max(worst, Math.Abs((double)told[i] - d[i]));
                if (f.OutputError != 0 || !float.IsFinite(x[i])) continue;
                // Never more than one float apart.
                if (Math.Abs(BitConverter.SingleToInt32Bits(told[i]) - BitConverter.SingleToInt32Bits(d[i])) > 1) Assert.Fail($"{text} at {x[i]:R}: {told[i]:R}, not {d[i]:R}");
                double ulp = Ulp.Of(told[i], formula(x[i]));
                if (ulp > 1) above++;
                if (ulp > worstUlp) (worstUlp, at) = (ulp, x[i]);
            }

            output.WriteLine($"{text}, {precision}: {worst:G3} absolutely, {worstUlp:F3} ulp at {at:R}, {above} of {x.Length} above 1 ulp");
            Assert.True(f.OutputError == 0 ? worstUlp <= Allowed : worst <= f.OutputError, $"{text}: {worst:G3}, {worstUlp:F3} ulp at {at:R}");
        }
    }

    [Theory, MemberData(nameof(WithOutput))]
    public void The_output_tells_the_gradient_of_doubles_too(string text)
    {
        Activation f = Activation.Parse(text);
        double[] x = [.. Samples.Doubles(20_000, FunctionCases.Corners(f)), double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        double[] y = new double[x.Length], ones = new double[x.Length], d = new double[x.Length], told = new double[x.Length];
        ones.AsSpan().Fill(1);
        f.Forward(x, y);
        f.Backward(x, ones, d);
        f.BackwardFromOutput(y, ones, told);
        for (int i = 0; i < x.Length; i++)
        {
            // The double's last place is 2^29 times smaller.
            double allowed = f.OutputError == 0
                ? f.CanKeep(Kept.Bits) ? 0 : 4 * Math.BitIncrement(Math.Abs(d[i])) - 4 * Math.Abs(d[i])
                : Math.ScaleB(f.OutputError!.Value, -28);
            if (!(d[i].Equals(told[i]) || Math.Abs(d[i] - told[i]) <= allowed)) Assert.Fail($"{text} at {x[i]:R}: {told[i]:R}, not {d[i]:R}");
        }
    }

    [Fact]
    public void What_cannot_be_kept_is_refused_with_what_can()
    {
        NotSupportedException bits = Assert.Throws<NotSupportedException>(() => Activation.Parse("gelu").ForwardBits([1f], new float[1], new byte[1]));
        Assert.Contains("gelu", bits.Message, StringComparison.Ordinal);
        Assert.Contains("input", bits.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Activation.Parse("gelu").BackwardFromBits([1], [1.0], new double[1]));
        NotSupportedException from = Assert.Throws<NotSupportedException>(() => Activation.Parse("abs").BackwardFromOutput([1f], [1f], new float[1]));
        Assert.Contains("bits, input", from.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Activation.Parse("leaky_relu(slope=-1)").BackwardFromOutput([1.0], [1.0], new double[1]));
    }

    private static void CheckFloats(Activation f, float[] x)
    {
        float[] y = new float[x.Length], expectedY = new float[x.Length], dy = [.. x.Select((_, i) => (i % 11 - 5) * 0.37f)];
        dy[0] = float.NaN;
        dy[1] = float.PositiveInfinity;
        float[] expected = new float[x.Length], dx = new float[x.Length];
        byte[] bits = new byte[Activation.BitsLength(x.Length)];
        f.Forward(x, expectedY);
        f.Backward(x, dy, expected);
        Assert.True(f.ForwardBits(x, y, bits), f.ToString());
        f.BackwardFromBits(bits, dy, dx);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(expectedY[i]), BitConverter.SingleToInt32Bits(y[i]));
            if (!expected[i].Equals(dx[i]) || float.IsNegative(expected[i]) != float.IsNegative(dx[i]) && !float.IsNaN(dx[i]))
                Assert.Fail($"{f} at {x[i]:R}: {dx[i]:R}, not {expected[i]:R}");
        }
    }

    private static void CheckDoubles(Activation f, double[] x)
    {
        double[] y = new double[x.Length], expectedY = new double[x.Length], dy = [.. x.Select((_, i) => (i % 11 - 5) * 0.37)];
        double[] expected = new double[x.Length], dx = new double[x.Length];
        byte[] bits = new byte[Activation.BitsLength(x.Length)];
        f.Forward(x, expectedY);
        f.Backward(x, dy, expected);
        Assert.True(f.ForwardBits(x, y, bits), f.ToString());
        f.BackwardFromBits(bits, dy, dx);
        Assert.Equal(expectedY, y);
        // In place, both ways.
        x.CopyTo(y, 0);
        f.ForwardBits(y, y, bits);
        Assert.Equal(expectedY, y);
        f.BackwardFromBits(bits, dy, dy);
        Assert.Equal(expected, dy);
        Assert.Equal(expected, dx);
    }
}
