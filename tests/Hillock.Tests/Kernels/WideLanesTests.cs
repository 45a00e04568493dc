using Hillock.Kernels;
using Hillock.Numerics;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>The arithmetic that decides near-ties, against the oracle's, which is another.</summary>
public sealed class WideLanesTests
{
    private static readonly double[] Numbers =
        [1, 3, 1.0 / 3, 0.1, 1e-45, 1e-30, 5e-8, 0.34657, 0.6931471805599453, 2.5, 3.999, 4, 5.99, 6, 6.01, 14.2, 37.7, 88.7, 1e5, 1e18, 3e38];

    public static TheoryData<double> Sizes => [.. Numbers];

    [Theory, MemberData(nameof(Sizes))]
    public void Sums_products_quotients_and_roots(double x)
    {
        foreach (double y in Numbers.SelectMany(n => new[] { n, -n }))
        {
            AssertNear(WideLanes.Constant(x) + WideLanes.Constant(y), () => (Wide)x + y, 240, x);
            AssertNear(WideLanes.Constant(x) - WideLanes.Constant(y) * WideLanes.Constant(0.3), () => (Wide)x - (Wide)y * 0.3, 160, x);
            AssertNear(WideLanes.Constant(x) * WideLanes.Constant(y), () => (Wide)x * y, 240, x);
            AssertNear(WideLanes.Constant(x) / WideLanes.Constant(y), () => (Wide)x / y, 240, x);
        }
        AssertNear(WideLanes.Sqrt(WideLanes.Constant(x)), () => WideMath.Sqrt(x), 240, x);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Elementary_functions(double x)
    {
        WideLanes zero = WideLanes.Constant(0);
        foreach (double signed in new[] { x, -x })
        {
            AssertNear(WideLanes.Sin(WideLanes.Constant(signed), zero).High, () => Math.Abs(x) > 1e15 ? 0 : WideMath.Sin(signed), 150, signed);
            if (x > 1000) continue;
            AssertNear(WideLanes.Exp(WideLanes.Constant(signed), zero).Pair.High, () => WideMath.Exp(signed), 200, signed);
            AssertNear(WideLanes.Expm1(WideLanes.Constant(signed), zero).High, () => WideMath.Expm1(signed), 200, signed);
        }
        AssertNear(WideLanes.Log1p(WideLanes.Constant(x), zero), () => WideMath.Log1p(x), 160, x);
        if (x < 40) AssertNear(WideLanes.NormalTail(WideLanes.Constant(x)).High, () => WideMath.Exp((Wide)x * x / 2) * WideMath.Erfc(x / WideMath.Sqrt(2)) / 2, 150, x);
    }

    [Fact]
    public void Infinity_is_beyond_every_number_and_nothing_divides_by_zero()
    {
        WideLanes infinite = WideLanes.Constant(double.PositiveInfinity), zero = WideLanes.Constant(0), one = WideLanes.Constant(1);
        WideLanes yes = one, no = zero;
        Assert.Equal(1, WideLanes.Select(infinite > WideLanes.Constant(double.MaxValue), yes, no).RoundedToOdd());
        Assert.Equal(double.MaxValue, (one / zero).RoundedToOdd());
        Assert.Equal(double.MaxValue, WideLanes.Exp(WideLanes.Constant(3e38), zero).Pair.High.RoundedToOdd());
        Assert.Equal(0f, (float)WideLanes.Exp(WideLanes.Constant(-3e38), zero).Pair.High.RoundedToOdd());
        Assert.True(double.IsNegative((-zero).RoundedToOdd()));
    }

    [Fact]
    public void Rounding_to_odd_keeps_on_which_side_of_the_middle_a_number_is()
    {
        // 1 + 2^-24 is the middle between 1 and the next float.
        WideLanes middle = WideLanes.Constant(1 + 1.0 / (1 << 24)), little = WideLanes.Constant(Math.ScaleB(1, -180));
        Assert.Equal(1f, (float)middle.RoundedToOdd());
        Assert.Equal(float.BitIncrement(1), (float)(middle + little).RoundedToOdd());
        Assert.Equal(1f, (float)(middle - little).RoundedToOdd());
        // A third, three times, is 1 but for the last bits.
        WideLanes third = WideLanes.Constant(1) / WideLanes.Constant(3);
        Assert.Equal(1, (third + third + third).RoundedToOdd());
    }

    // Within 2^-bits of the true value, taken apart into doubles, each the leading digits of what the last left.
    private static void AssertNear(WideLanes actual, Func<Wide> truth, int bits, double x)
    {
        Wide.With(400, () =>
        {
            Wide sum = 0, expected = truth();
            for (int i = 0; i < 5; i++)
            {
                double part = actual.RoundedToOdd();
                sum += part;
                actual -= WideLanes.Constant(part);
            }
            Wide off = WideMath.Abs(sum - expected);
            Assert.True(off.IsZero || off <= Wide.Scale(WideMath.Abs(expected), -bits), $"at {x:R}: {sum} instead of {expected}, {off} off");
            return true;
        });
    }
}
