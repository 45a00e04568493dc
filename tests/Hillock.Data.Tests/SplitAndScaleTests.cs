using System.Text.Json;
using CsCheck;

namespace Hillock.Data.Tests;

public sealed class SplitAndScaleTests
{
    private static Dataset Make(int count, Func<int, float> label, int classes) => new()
    {
        Name = "made",
        Source = "made",
        Shape = [1],
        Train = new(1, [.. Enumerable.Range(0, count).Select(i => (float)i)], [.. Enumerable.Range(0, count).Select(label)]),
        Classes = classes == 0 ? null : [.. Enumerable.Range(0, classes).Select(c => $"{c}")],
        FeatureNames = ["i"],
        DefaultScale = ScaleKind.Standard,
        Encoding = new([1], [new("i", 0)], false, null, 1, null),
    };

    [Fact]
    public void The_parts_hold_every_sample_once_and_each_class_in_its_share() =>
        Gen.Select(Gen.Int[3, 300], Gen.Int[0, 4], Gen.Int).Sample((count, classes, seed) =>
        {
            Dataset data = Make(count, i => classes == 0 ? i : i * i % classes, classes);
            DataSplit split = data.Split(seed);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (float)i),
                split.Train.X.Concat(split.Validation.X).Concat(split.Test.X).Order());
            Assert.Equal(Math.Max(1, Math.Round(count * 0.2)), split.Test.Count);
            Assert.Equal(Math.Max(1, Math.Round((count - split.Test.Count) * 0.1)), split.Validation.Count);
            for (int c = 0; c < classes; c++)
            {
                double share = data.Train.Y.Count(y => y == c) * split.Test.Count / (double)count;
                Assert.InRange(split.Test.Y.Count(y => y == c), share - 1.001, share + 1.001);
            }
        }, iter: 200);

    [Fact]
    public void A_seed_always_gives_the_same_split_and_another_seed_another()
    {
        Dataset data = Make(100, i => i / 50, 2);
        Assert.Equal(data.Split(5).Train.X, data.Split(5).Train.X);
        Assert.NotEqual(data.Split(5).Train.X, data.Split(6).Train.X);
    }

    [Fact]
    public void The_training_part_is_shuffled_even_where_the_file_was_sorted()
    {
        float[] y = Make(200, i => i / 100, 2).Split(1).Train.Y;
        Assert.InRange(y[..(y.Length / 2)].Count(label => label == 0), 20, 52);
    }

    [Fact]
    public void A_test_part_of_its_own_stays_untouched()
    {
        Dataset data = Make(100, i => i % 2, 2) with { Test = new(1, [7, 8, 9], [0, 1, 0]) };
        DataSplit split = data.Split(0);
        Assert.Same(data.Test, split.Test);
        Assert.Equal((90, 10), (split.Train.Count, split.Validation.Count));
    }

    [Fact]
    public void Too_few_samples_are_refused() => Refused.With(() => Make(2, i => i, 2).Split(0), "2 samples", "3");

    [Fact]
    public void The_generator_is_the_published_one()
    {
        // SplitMix64's first four outputs for the seed 0, as in its author's reference, are the state; the outputs follow by the
        // recurrence.
        SeededRandom random = new(0);
        ulong s1 = 0x6E789E6AA1B965F4;
        Assert.Equal(ulong.RotateLeft(s1 * 5, 7) * 9, random.NextBits());
        Assert.Equal(0xBF6E1F784956452AUL, random.NextBits());
    }

    [Fact]
    public void Random_numbers_have_the_moments_they_should()
    {
        SeededRandom random = new(1);
        double[] normal = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];
        Assert.InRange(normal.Average(), -0.015, 0.015);
        Assert.InRange(normal.Average(x => x * x), 0.98, 1.02);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.NextBelow(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    // One rounding for the factor and one for the product.
    private static void Near(float[] expected, float[] actual) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= Math.Abs(a) * 2.4e-7f);

    [Fact]
    public void Raw_leaves_and_unit_divides_by_the_format_or_by_the_largest_magnitude()
    {
        Samples samples = new(2, [0, 255, 51, -510], [0, 1]);
        Assert.Equal(samples.X, Scaler.Fit(ScaleKind.Raw, samples, 255).Apply(samples).X);
        Near([0, 1, 0.2f, -2], Scaler.Fit(ScaleKind.Unit, samples, 255).Apply(samples).X);
        Near([0, 0.5f, 0.1f, -1], Scaler.Fit(ScaleKind.Unit, samples).Apply(samples).X);
        Assert.Equal([0, 0], Scaler.Fit(ScaleKind.Unit, new(1, [0, 0], [])).Apply(new(1, [0, 0], [])).X);
    }

    [Fact]
    public void Standard_gives_mean_0_and_deviation_1_and_a_constant_feature_becomes_0()
    {
        Samples train = new(2, [1e6f, 0.1f, 1e6f + 1, 0.1f, 1e6f + 2, 0.1f, 1e6f + 3, 0.1f], []);
        Scaler scaler = Scaler.Fit(ScaleKind.Standard, train);
        Samples scaled = scaler.Apply(train);
        double[] first = [.. Enumerable.Range(0, 4).Select(i => (double)scaled.Row(i)[0])];
        Assert.Equal(0, first.Average(), 5);
        Assert.Equal(1, first.Average(x => x * x), 5);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(0, scaled.Row(i)[1]));
        Assert.Equal(1, scaler.Factor[1]);
    }

    [Fact]
    public void X100_multiplies_after_the_default_scale()
    {
        Samples samples = new(1, [0, 255], []);
        Near([0, 100], Scaler.Fit(ScaleKind.X100, samples, 255, ScaleKind.Unit).Apply(samples).X);
        Near([-100, 100], Scaler.Fit(ScaleKind.X100, samples, null, ScaleKind.Standard).Apply(samples).X);
        Near([0, 25500], Scaler.Fit(ScaleKind.X100, samples).Apply(samples).X);
    }

    [Fact]
    public void A_scale_survives_being_written_as_JSON()
    {
        Scaler scaler = Scaler.Fit(ScaleKind.Standard, new(1, [1, 2, 4], []));
        string json = JsonSerializer.Serialize(scaler);
        Assert.Contains("\"standard\"", json, StringComparison.Ordinal);
        Scaler read = JsonSerializer.Deserialize<Scaler>(json)!;
        Assert.Equal((scaler.Kind, scaler.Shift[0], scaler.Factor[0]), (read.Kind, read.Shift[0], read.Factor[0]));
    }

    [Fact]
    public void Wrong_samples_are_refused_with_both_numbers()
    {
        Scaler scaler = Scaler.Fit(ScaleKind.Raw, new(2, [1, 2], []));
        Refused.With<ArgumentException>(() => scaler.Apply(new(1, [1], [])), "1 features", "2");
        Refused.With<ArgumentException>(() => Scaler.Fit(ScaleKind.Raw, new(2, [], [])), "no samples");
        Refused.With<ArgumentException>(() => new Samples(2, [1, 2, 3], []), "3 values");
        Refused.With<ArgumentException>(() => new Samples(2, [1, 2], [0, 0]), "1 samples", "2 labels");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Samples(1, [1], []).Subset(1));
    }
}
