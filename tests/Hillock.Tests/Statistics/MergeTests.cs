using CsCheck;
using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class MergeTests
{
    private static readonly string[] Functions = ["relu", "sigmoid", "tanh", "elu"];

    private static readonly Gen<(UnitStatistics[] Parts, UnitStatistics Whole)> Cut =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 20], Gen.Int[1, 3], Gen.Bool, Gen.Int[0, 40].Array[1, 6], Gen.Int[0, 1000])
            .Select((function, units, positions, last, sizes, seed) => Divide(Functions[function], new(sizes.Sum(), units, positions, last), sizes, seed));

    [Fact]
    public void Counts_extremes_and_histograms_are_the_same_bits_in_any_order() => Cut.Sample(cut =>
    {
        UnitStatistics forward = Merged(cut.Parts), backward = Merged(cut.Parts.Reverse());
        AssertSameCounts(cut.Whole, forward);
        AssertSameCounts(cut.Whole, backward);
    }, iter: 300);

    [Fact]
    public void Moments_agree_to_a_trillionth_in_any_order() => Cut.Sample(cut =>
    {
        UnitStatistics forward = Merged(cut.Parts), backward = Merged(cut.Parts.Reverse());
        for (int unit = 0; unit < cut.Whole.Units; unit++)
        {
            AssertClose(forward[unit], backward[unit]);
            AssertClose(cut.Whole[unit], forward[unit]);
        }
    }, iter: 300);

    [Fact]
    public void Merging_in_the_same_order_gives_the_same_bits() => Cut.Sample(cut =>
        Assert.Equal(Saved(Merged(cut.Parts)), Saved(Merged(cut.Parts))), iter: 50);

    [Fact]
    public void What_is_merged_stays_as_it_was_and_an_empty_part_changes_nothing() => Cut.Sample(cut =>
    {
        byte[] before = Saved(cut.Parts[0]);
        UnitStatistics whole = new(cut.Whole.Activation, cut.Whole.Units);
        whole.Merge(cut.Parts[0]);
        whole.Merge(new(cut.Whole.Activation, cut.Whole.Units));
        Assert.Equal(before, Saved(cut.Parts[0]));
        for (int unit = 0; unit < whole.Units; unit++) Assert.Equal(cut.Parts[0][unit], whole[unit]);
    }, iter: 50);

    [Fact]
    public void Cleared_statistics_are_as_new()
    {
        UnitStatistics statistics = Divide("tanh", new(100, 5), [100], 1).Whole;
        statistics.Clear();
        Assert.Equal(Saved(new UnitStatistics(Activation.Parse("tanh"), 5)), Saved(statistics));
    }

    [Fact]
    public void Other_layers_cannot_be_merged()
    {
        UnitStatistics statistics = new(Activation.Parse("relu"), 5);
        Assert.Throws<ArgumentException>(() => statistics.Merge(new(Activation.Parse("relu"), 6)));
        Assert.Throws<ArgumentException>(() => statistics.Merge(new(Activation.Parse("tanh"), 5)));
        Assert.Throws<ArgumentException>(() => statistics.Merge(new(Activation.Parse("relu"), 5, saturatedSlope: 0.1)));
        Assert.Throws<ArgumentException>(() => statistics.Merge(statistics));
    }

    internal static byte[] Saved(UnitStatistics statistics)
    {
        using MemoryStream stream = new();
        statistics.Save(stream);
        return stream.ToArray();
    }

    private static (UnitStatistics[] Parts, UnitStatistics Whole) Divide(string function, UnitLayout layout, int[] sizes, int seed)
    {
        Activation activation = Activation.Parse(function);
        (float[] z, float[] a) = Layer.Normal(activation, layout, seed);
        if (z.Length > 3) z[z.Length / 3] = float.NaN;
        UnitStatistics whole = new(activation, layout.Units);
        whole.Observe(z, a, layout);
        whole.ObserveGradient(a, layout);
        List<UnitStatistics> parts = [];
        int start = 0, sampleLength = layout.Units * layout.Positions;
        foreach (int size in sizes)
        {
            UnitStatistics part = new(activation, layout.Units);
            UnitLayout slice = layout with { Samples = size };
            part.Observe(z.AsSpan(start, slice.Length), a.AsSpan(start, slice.Length), slice);
            part.ObserveGradient(a.AsSpan(start, slice.Length), slice);
            parts.Add(part);
            start += size * sampleLength;
        }

        return ([.. parts], whole);
    }

    private static UnitStatistics Merged(IEnumerable<UnitStatistics> parts)
    {
        UnitStatistics whole = new(parts.First().Activation, parts.First().Units);
        foreach (UnitStatistics part in parts) whole.Merge(part);
        return whole;
    }

    private static void AssertSameCounts(UnitStatistics expected, UnitStatistics actual)
    {
        Assert.Equal((expected.Samples, expected.Observations, expected.GradientObservations, expected.NonFinite),
            (actual.Samples, actual.Observations, actual.GradientObservations, actual.NonFinite));
        Assert.Equal((expected.ZeroFraction, expected.SaturatedFraction, expected.GradientMedian, expected.GradientMedianNonZero),
            (actual.ZeroFraction, actual.SaturatedFraction, actual.GradientMedian, actual.GradientMedianNonZero));
        for (int unit = 0; unit < expected.Units; unit++)
        {
            UnitSummary e = expected[unit], a = actual[unit];
            Assert.Equal((e.FiringSamples, e.Zeros, e.SaturatedLow, e.SaturatedHigh, e.NonFinite), (a.FiringSamples, a.Zeros, a.SaturatedLow, a.SaturatedHigh, a.NonFinite));
            Assert.Equal((e.PreActivation.Minimum, e.PreActivation.Maximum, e.Output.Minimum, e.Output.Maximum),
                (a.PreActivation.Minimum, a.PreActivation.Maximum, a.Output.Minimum, a.Output.Maximum));
        }
    }

    private static void AssertClose(UnitSummary expected, UnitSummary actual)
    {
        AssertClose(expected.PreActivation, actual.PreActivation);
        AssertClose(expected.Output, actual.Output);
        AssertClose(expected.MeanMagnitude, actual.MeanMagnitude, expected.MeanMagnitude);
        if (expected.GradientRms is double rms) AssertClose(rms, actual.GradientRms!.Value, rms);
    }

    private static void AssertClose(Spread expected, Spread actual)
    {
        AssertClose(expected.Mean, actual.Mean, Math.Max(Math.Abs(expected.Minimum), Math.Abs(expected.Maximum)));
        AssertClose(expected.Variance, actual.Variance, expected.Variance);
    }

    private static void AssertClose(double expected, double actual, double scale)
    {
        if (double.IsNaN(expected)) Assert.Equal(double.NaN, actual);
        else Assert.True(Math.Abs(expected - actual) <= 1e-12 * scale, $"{expected:R} and {actual:R}");
    }
}
