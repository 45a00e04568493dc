using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class TailBoundsTests
{
    public static TheoryData<string> All => [.. Activation.All.Select(a => a.ToString()), "leaky_relu(slope=0)", "elu(alpha=0)", "elu(alpha=3)", "softplus(beta=5)"];

    [Theory, MemberData(nameof(All))]
    public void What_fires_is_what_has_a_derivative(string text)
    {
        Activation activation = Activation.Parse(text);
        TailBounds bounds = TailBounds.Of(activation, 0.01);
        if (!bounds.SilenceIsTails) return;
        foreach (float z in Samples(bounds)) Assert.True(bounds.Fires(z) == (Slope(activation, z) != 0), $"{text} at {z:R}");
    }

    [Theory, MemberData(nameof(All))]
    public void Saturated_is_what_has_a_derivative_under_one_hundredth_all_the_way_out(string text)
    {
        Activation activation = Activation.Parse(text);
        TailBounds bounds = TailBounds.Of(activation, 0.01);
        double limit = 0.01 * activation.Facts.MaxSlope;
        Assert.Equal(activation.Facts.LowerTail.Kind != TailKind.Saturating, float.IsNaN(bounds.SaturatedLow));
        Assert.Equal(activation.Facts.UpperTail.Kind != TailKind.Saturating, float.IsNaN(bounds.SaturatedHigh));
        foreach (float z in Samples(bounds).Where(z => z <= bounds.SaturatedLow || z >= bounds.SaturatedHigh))
            Assert.True(Math.Abs(Slope(activation, z)) < limit, $"{text} at {z:R}");
        // A step has no slope anywhere: nothing lies on the near side of its bounds.
        if (text == "binary_step") return;
        if (!float.IsNaN(bounds.SaturatedLow)) Assert.True(Math.Abs(Slope(activation, MathF.BitIncrement(bounds.SaturatedLow))) >= limit);
        if (!float.IsNaN(bounds.SaturatedHigh)) Assert.True(Math.Abs(Slope(activation, MathF.BitDecrement(bounds.SaturatedHigh))) >= limit);
    }

    [Fact]
    public void The_bounds_of_sigmoid_and_relu_are_where_algebra_puts_them()
    {
        TailBounds sigmoid = TailBounds.Of(Activation.Parse("sigmoid"), 0.01), relu = TailBounds.Of(Activation.Parse("relu"), 0.01);
        // s(1 − s) = 1/400 at s = (1 − √0.99)/2.
        double s = (1 - Math.Sqrt(0.99)) / 2;
        Assert.Equal(Math.Log(s / (1 - s)), sigmoid.SaturatedLow, 1e-5);
        Assert.Equal(-sigmoid.SaturatedLow, sigmoid.SaturatedHigh);
        Assert.Equal(0f, relu.SilentLow);
        Assert.Equal(float.PositiveInfinity, relu.SilentHigh);
    }

    [Fact]
    public void Another_share_moves_the_bounds() =>
        Assert.True(TailBounds.Of(Activation.Parse("tanh"), 0.5).SaturatedHigh < TailBounds.Of(Activation.Parse("tanh"), 0.01).SaturatedHigh);

    [Theory]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    public void Firing_told_by_the_derivative_agrees_with_firing_told_by_bounds(string function)
    {
        Activation activation = Activation.Parse(function);
        foreach (UnitLayout layout in (UnitLayout[])[new(300, 5), new(6, 5, 20), new(6, 5, 20, ChannelsLast: true), new(2, 3, 700)])
        {
            (float[] z, float[] a) = Layer.Normal(activation, layout, seed: 2, mean: -60, std: 50);
            TallyState state = new(16, 3, false);
            FiringByDerivative firing = new(activation, state);
            int half = layout.Samples / 2, cut = half * layout.Units * layout.Positions;
            firing.Add(z.AsSpan(0, cut), layout with { Samples = half });
            firing.Add(z.AsSpan(cut), layout with { Samples = layout.Samples - half });
            for (int unit = 0; unit < layout.Units; unit++)
                Assert.Equal(new Naive(activation, z, a, layout, unit).FiringSamples, state.Third[unit]);
        }
    }

    private static IEnumerable<float> Samples(TailBounds bounds)
    {
        Random random = new(1);
        foreach (float bound in (float[])[bounds.SilentLow, bounds.SilentHigh, bounds.SaturatedLow, bounds.SaturatedHigh, 0, float.MaxValue, float.MinValue])
        {
            if (!float.IsFinite(bound)) continue;
            float up = bound, down = bound;
            for (int i = 0; i < 50; i++)
            {
                if (float.IsFinite(up)) yield return up;
                if (float.IsFinite(down)) yield return down;
                up = MathF.BitIncrement(up);
                down = MathF.BitDecrement(down);
            }
        }

        for (int i = 0; i < 20_000; i++)
        {
            float any = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(any)) yield return any;
            yield return (float)(40 * random.NextDouble() - 20);
        }
    }

    private static float Slope(Activation activation, float z)
    {
        float slope = 0;
        activation.Derivative(new ReadOnlySpan<float>(in z), new Span<float>(ref slope));
        return slope;
    }
}
