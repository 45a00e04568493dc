using CsCheck;
using Xunit;

namespace Hillock.Tests.Functions;

/// <summary>Functions over a row against their definitions in 106 bits, their gradients against differences, and bad calls.</summary>
public sealed class RowActivationTests
{
    public static TheoryData<string> Texts => [.. RowActivation.All.Select(f => f.Name), "maxout(pieces=3)"];

    private static readonly string[] Distributions = ["softmax", "softmin", "sparsemax", "hardmax"];

    private static readonly double[][] Rows =
    [
        [0, 0, 0, 0, 0, 0], [100, 1, 2, 3, 4, 5], [1e38, -1e38, 0, 1, 2, 3], [-1e30, -1e30, -1e30, -2e30, -1e30, -1e30], [700, -700, 699, 0, 1e-30, -1e-30],
        [0.5, 0.25, 0.125, -3, 2, 0.1], [-1000, -1001, -1002, -1003, -1000.5, -1004], [1e-300, 2e-300, -1e-300, 0, 1, 1], [3, 3, 2, 1, 3, 0],
        [40, 0, 0, 0, 0, 0], [1e5, 1e5 + 1, 1e5 - 1, 1e5 + 0.5, 0, 2e5], [0.3, 0.2, 0.9, 0.85, 0.95, -0.2],
    ];

    [Theory, MemberData(nameof(Texts))]
    public void Doubles_are_within_three_ulp_of_the_definition(string text)
    {
        RowActivation f = RowActivation.Parse(text);
        foreach (double[] row in Rows)
        {
            double[] y = new double[f.OutputLength(row.Length)];
            f.Forward(row, y, row.Length);
            Wide[] expected = Definition(f, row);
            for (int i = 0; i < y.Length; i++)
            {
                // sparsemax ends in a difference of numbers of size 1.
                bool near = f.Name == "sparsemax" && WideMath.Abs(expected[i] - y[i]) < 1e-15;
                Assert.True(Ulp.Of(y[i], expected[i]) <= 3 || near, $"{text} of {string.Join(", ", row)} at {i}: {y[i]:R}, not {expected[i]}");
            }
        }
    }

    public static TheoryData<string, Precision> TextsAndPrecisions =>
        [.. Texts.SelectMany(text => Enum.GetValues<Precision>().Select(precision => (text.Data, precision)))];

    [Theory, MemberData(nameof(TextsAndPrecisions))]
    public void Floats_are_the_nearest_and_in_place_changes_nothing(string text, Precision precision)
    {
        RowActivation f = RowActivation.Parse(text);
        float[] x = [.. Rows.SelectMany(row => row.Select(v => (float)v))], y = new float[f.OutputLength(6) * Rows.Length];
        f.Forward(x, y, 6, precision);
        for (int r = 0; r < Rows.Length; r++)
        {
            Wide[] expected = Definition(f, [.. Rows[r].Select(v => (double)(float)v)]);
            for (int i = 0; i < expected.Length; i++)
            {
                float got = y[r * expected.Length + i];
                bool near = f.Name == "sparsemax" && WideMath.Abs(expected[i] - got) < 1e-15;
                Assert.True(Ulp.Of(got, expected[i]) <= 0.5001 || near, $"{text}, row {r} at {i}: {got:R}, not {expected[i]}");
            }
        }
        if (y.Length != x.Length) return;
        float[] place = [.. x];
        f.Forward(place, place, 6, precision);
        Assert.Equal(y, place);
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_gradient_is_the_slope(string text)
    {
        RowActivation f = RowActivation.Parse(text);
        Gen.Double[-3, 3].Array[12].Sample(x =>
        {
            int output = f.OutputLength(6);
            double[] dy = [.. Enumerable.Range(0, 2 * output).Select(i => i % 4 - 1.3)], dx = new double[12];
            f.Backward(x, dy, dx, 6);
            for (int i = 0; i < 12; i++)
            {
                double step = 1e-6, low = Loss(i, -step), middle = Loss(i, 0), high = Loss(i, step);
                // Where left and right slope differ a kink lies in between; sparsemax is made of straight pieces, and bends nowhere else.
                if (Math.Abs(x[i]) < 1e-5 || Math.Abs(high - 2 * middle + low) > (f.Name == "sparsemax" ? 1e-13 : 5e-12)) continue;
                Assert.Equal((high - low) / (2 * step), dx[i], 1e-7);
            }

            double Loss(int at, double by)
            {
                double[] moved = [.. x], y = new double[2 * output];
                moved[at] += by;
                f.Forward(moved, y, 6);
                return y.Zip(dy, (a, b) => a * b).Sum();
            }
        }, iter: 30);
    }

    [Theory, MemberData(nameof(Texts))]
    public void Halves_are_those_of_doubles_rounded_once(string text)
    {
        RowActivation f = RowActivation.Parse(text);
        for (int length = 6; length <= 90; length += 42)
        {
            int output = f.OutputLength(length);
            Half[] x = [.. Enumerable.Range(0, 2 * length).Select(i => (Half)((i * 37 % 101 - 50) / 9f))], dy = [.. Enumerable.Range(0, 2 * output).Select(i => (Half)(i % 5 - 1.7f))];
            Half[] y = new Half[dy.Length], dx = new Half[x.Length];
            double[] wide = [.. x.Select(v => (double)v)], expected = new double[y.Length], gradient = new double[x.Length];
            f.Forward(x, y, length);
            f.Forward(wide, expected, length);
            Assert.Equal(expected.Select(v => (Half)v), y);
            f.Backward(x, dy, dx, length);
            f.Backward(wide, [.. dy.Select(v => (double)v)], gradient, length);
            Assert.Equal(gradient.Select(v => (Half)v), dx);
        }

        Assert.Throws<ArgumentException>(() => f.Forward(new Half[7], new Half[6], 6));
    }

    [Theory, MemberData(nameof(TextsAndPrecisions))]
    public void Float_gradients_are_those_of_doubles(string text, Precision precision)
    {
        RowActivation f = RowActivation.Parse(text);
        for (int length = 6; length <= 300; length += 42)
        {
            int output = f.OutputLength(length);
            float[] x = [.. Enumerable.Range(0, 2 * length).Select(i => (i * 37 % 101 - 50) / 9f)], dy = [.. Enumerable.Range(0, 2 * output).Select(i => i % 5 - 1.7f)];
            float[] dx = new float[x.Length];
            double[] expected = new double[x.Length];
            f.Backward(x, dy, dx, length, precision);
            f.Backward([.. x.Select(v => (double)v)], [.. dy.Select(v => (double)v)], expected, length);
            Assert.Equal(expected.Select(v => (float)v), dx);
            if (output != length) continue;
            f.Backward(x, dy, dy, length, precision);
            Assert.Equal(dx, dy);
        }
    }

    [Fact]
    public void Softmax_of_any_finite_row_sums_to_one() =>
        Gen.Float.Where(float.IsFinite).Array[1, 300].Sample(x =>
        {
            float[] y = new float[x.Length];
            foreach (string name in Distributions)
            {
                RowActivation.Parse(name).Forward(x, y, x.Length);
                Assert.Equal(1, y.Sum(v => (double)v), 1e-5);
            }
            RowActivation.Parse("log_softmax").Forward(x, y, x.Length);
            Assert.All(y, v => Assert.True(v <= 0));
        });

    [Fact]
    public void Infinities_and_NaN()
    {
        double[] y = new double[3];
        RowActivation.Parse("softmax").Forward([double.NegativeInfinity, 0, 0], y, 3);
        Assert.Equal([0, 0.5, 0.5], y);
        RowActivation.Parse("softmax").Forward([double.NaN, 0, 0], y, 3);
        Assert.All(y, v => Assert.True(double.IsNaN(v)));
        RowActivation.Parse("log_softmax").Forward([double.NegativeInfinity, 0, 0], y, 3);
        Assert.Equal([double.NegativeInfinity, -0.69314718055994529, -0.69314718055994529], y);
        RowActivation.Parse("hardmax").Forward([1, double.NaN, 0], y, 3);
        Assert.All(y, v => Assert.True(double.IsNaN(v)));
    }

    [Theory]
    [InlineData("softmaxx", "unknown row activation 'softmaxx'; did you mean 'softmax'?")]
    [InlineData("maxout(pieces=0)", "pieces = 0 is out of range; whole numbers from 1 to 1048576 are allowed")]
    [InlineData("maxout(pieces=1.5)", "pieces = 1.5 is out of range; whole numbers from 1 to 1048576 are allowed")]
    [InlineData("maxout(parts=2)", "maxout has no parameter 'parts'; it takes pieces")]
    [InlineData("softmax(axis=1)", "softmax has no parameter 'axis'; it takes none")]
    public void Bad_text_is_refused_with_the_value_and_the_range(string text, string part)
    {
        Assert.Contains(part, Assert.Throws<SpecificationException>(() => RowActivation.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(RowActivation.TryParse(text, out _));
    }

    [Fact]
    public void Bad_calls_say_what_is_wrong()
    {
        RowActivation softmax = RowActivation.Parse("softmax"), glu = RowActivation.Parse("glu");
        float[] memory = new float[20];
        Check(() => softmax.Forward(new float[5], new float[5], 2), "no whole rows of 2");
        Check(() => softmax.Forward(new float[4], new float[5], 2), "y has 5 elements but 2 rows need 4");
        Check(() => softmax.Forward(new float[4], new float[4], 0), "at least one");
        Check(() => glu.Forward(new float[9], new float[3], 3), "multiple of 2, not 3");
        Check(() => softmax.Forward(memory.AsSpan(0, 8), memory.AsSpan(1, 8), 4), "shifted by 1");
        Check(() => glu.Forward(memory.AsSpan(0, 8), memory.AsSpan(0, 4), 4), "overlaps");
        Check(() => glu.Backward(new float[8], new float[4], new float[7], 4), "dx has 7");
        Assert.False(RowActivation.TryParse("relu", out _));
        Assert.Equal("maxout(pieces=3)", RowActivation.Parse("maxout(pieces=3)").ToString());

        static void Check(Action run, string part) => Assert.Contains(part, Assert.Throws<ArgumentException>(run).Message, StringComparison.Ordinal);
    }

    private static Wide[] Definition(RowActivation f, double[] row)
    {
        Wide[] x = [.. row.Select(v => (Wide)v)];
        int half = x.Length / 2;
        Wide Gate(Func<Wide, Wide> gate, int i) => x[i] * gate(x[half + i]);
        return f.Name switch
        {
            "softmax" => Softmax(x),
            "softmin" => Softmax([.. x.Select(v => -v)]),
            "log_softmax" => LogSoftmax(x),
            "hardmax" => [.. x.Select((v, i) => (Wide)(i == Array.IndexOf(row, row.Max()) ? 1 : 0))],
            "sparsemax" => Sparsemax(x),
            "glu" => [.. Enumerable.Range(0, half).Select(i => Gate(WideMath.Sigmoid, i))],
            "reglu" => [.. Enumerable.Range(0, half).Select(i => Gate(b => WideMath.Max(b, 0), i))],
            "geglu" => [.. Enumerable.Range(0, half).Select(i => Gate(b => b / 2 * WideMath.Erfc(-b / WideMath.Sqrt(2)), i))],
            "swiglu" => [.. Enumerable.Range(0, half).Select(i => Gate(b => b * WideMath.Sigmoid(b), i))],
            "maxout" => [.. Enumerable.Range(0, x.Length / (int)f["pieces"]).Select(i => (Wide)row.Skip(i * (int)f["pieces"]).Take((int)f["pieces"]).Max())],
            "crelu" => [.. x.Select(v => WideMath.Max(v, 0)), .. x.Select(v => WideMath.Max(-v, 0))],
            _ => throw new InvalidOperationException(f.Name),
        };
    }

    private static Wide[] Softmax(Wide[] x)
    {
        Wide largest = x.Aggregate(WideMath.Max), sum = x.Aggregate((Wide)0, (s, v) => s + WideMath.Exp(v - largest));
        return [.. x.Select(v => WideMath.Exp(v - largest) / sum)];
    }

    private static Wide[] LogSoftmax(Wide[] x)
    {
        Wide largest = x.Aggregate(WideMath.Max), rest = x.Aggregate((Wide)(-1), (s, v) => s + WideMath.Exp(v - largest));
        return [.. x.Select(v => v - largest - WideMath.Log1p(rest))];
    }

    // The threshold by trying every size of the support.
    private static Wide[] Sparsemax(Wide[] x)
    {
        Wide[] sorted = [.. x.OrderByDescending(v => v.Approximately)];
        Wide tau = 0, sum = 0;
        for (int k = 1; k <= x.Length; k++)
        {
            sum += sorted[k - 1];
            if (1 + k * sorted[k - 1] > sum) tau = (sum - 1) / k;
        }
        return [.. x.Select(v => WideMath.Max(v - tau, 0))];
    }
}
