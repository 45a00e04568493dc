using Hillock.Tests.Functions;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Every length, in place, and where an element stands: nothing of that may change a bit.</summary>
public sealed class SpanTests
{
    private const int Longest = 257;

    private static readonly float[] Floats = Values(Samples.SpecialFloats);
    private static readonly double[] Doubles = Values(Samples.SpecialDoubles);

    public static TheoryData<string> Texts => [.. FunctionCases.Defaults];

    [Theory, MemberData(nameof(Texts))]
    public void Every_length_gives_the_bits_of_single_floats(string text)
    {
        Activation f = Activation.Parse(text);
        float[] dy = [.. Floats.Select((_, i) => (i % 7 - 3) * 0.7f)];
        foreach (Precision precision in new[] { Precision.Fast, Precision.Exact })
            foreach (Mode mode in Enum.GetValues<Mode>())
            {
                float[] alone = new float[Longest], all = new float[Longest];
                for (int i = 0; i < Longest; i++) Kernel.Run(f, mode, Floats.AsSpan(i, 1), dy.AsSpan(i, 1), alone.AsSpan(i, 1), precision);
                for (int length = 0; length <= Longest; length++)
                {
                    all.AsSpan().Fill(12345);
                    Kernel.Run(f, mode, Floats.AsSpan(0, length), dy.AsSpan(0, length), all.AsSpan(0, length), precision);
                    AssertSameBits(alone.AsSpan(0, length), all.AsSpan(0, length));
                    Assert.All(all[length..], untouched => Assert.Equal(12345, untouched));
                }
            }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Every_length_gives_the_bits_of_single_doubles(string text)
    {
        Activation f = Activation.Parse(text);
        double[] dy = [.. Doubles.Select((_, i) => (i % 7 - 3) * 0.7)];
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            double[] alone = new double[Longest], all = new double[Longest];
            for (int i = 0; i < Longest; i++) Kernel.Run(f, mode, Doubles.AsSpan(i, 1), dy.AsSpan(i, 1), alone.AsSpan(i, 1));
            for (int length = 0; length <= Longest; length++)
            {
                all.AsSpan().Fill(12345);
                Kernel.Run(f, mode, Doubles.AsSpan(0, length), dy.AsSpan(0, length), all.AsSpan(0, length));
                AssertSameBits(alone.AsSpan(0, length), all.AsSpan(0, length));
                Assert.All(all[length..], untouched => Assert.Equal(12345, untouched));
            }
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void In_place_gives_the_same_bits(string text)
    {
        Activation f = Activation.Parse(text);
        float[] dy = [.. Floats.Select((_, i) => i * 0.25f - 30)], expected = new float[Longest], place = new float[Longest];
        double[] dyDouble = [.. dy.Select(v => (double)v)], expectedDouble = new double[Longest], placeDouble = new double[Longest];
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            Kernel.Run(f, mode, Floats, dy, expected);
            Floats.CopyTo(place, 0);
            Kernel.Run(f, mode, place, dy, place);
            AssertSameBits<float>(expected, place);

            Kernel.Run(f, mode, Doubles, dyDouble, expectedDouble);
            Doubles.CopyTo(placeDouble, 0);
            Kernel.Run(f, mode, placeDouble, dyDouble, placeDouble);
            AssertSameBits<double>(expectedDouble, placeDouble);
        }

        // dx may be dy as well.
        dy.CopyTo(place, 0);
        f.Backward(Floats, place, place);
        f.Backward(Floats, dy, expected);
        AssertSameBits<float>(expected, place);
    }

    [Theory, MemberData(nameof(Texts))]
    public void Backward_is_the_gradient_times_the_derivative(string text)
    {
        Activation f = Activation.Parse(text);
        float[] dy = [.. Floats.Select((_, i) => i * 0.3f - 30)], d = new float[Longest], dx = new float[Longest];
        f.Derivative(Floats, d);
        f.Backward(Floats, dy, dx);
        for (int i = 0; i < Longest; i++) Assert.Equal(dy[i] * d[i], dx[i]);
        double[] dyDouble = [.. Doubles.Select((_, i) => i * 0.3 - 30)], dDouble = new double[Longest], dxDouble = new double[Longest];
        f.Derivative(Doubles, dDouble);
        f.Backward(Doubles, dyDouble, dxDouble);
        for (int i = 0; i < Longest; i++) Assert.Equal(dyDouble[i] * dDouble[i], dxDouble[i]);
    }

    // NaN has many bit patterns and needs only be NaN.
    private static void AssertSameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual) where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
            if (!expected[i].Equals(actual[i]) || T.IsNegative(expected[i]) != T.IsNegative(actual[i]) && !T.IsNaN(expected[i]))
                Assert.Fail($"element {i} of {expected.Length}: expected {expected[i]}, got {actual[i]}");
    }

    private static float[] Values(float[] special) =>
        [.. Enumerable.Range(0, Longest).Select(i => i % 6 == 5 ? special[i / 6 % special.Length] : MathF.ScaleB((i * 37 % 101 - 50) / 13f, i % 5 - 1))];

    private static double[] Values(double[] special) =>
        [.. Enumerable.Range(0, Longest).Select(i => i % 6 == 5 ? special[i / 6 % special.Length] : Math.ScaleB((i * 37 % 101 - 50) / 13.0, i % 7 - 1))];
}
