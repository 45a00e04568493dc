using Hillock.Statistics;
using Xunit;

namespace Hillock.Tests.Statistics;

public sealed class DetailTests
{
    private static readonly Activation Sigmoid = Activation.Parse("sigmoid");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_chosen_samples_do_not_depend_on_the_batches(int every)
    {
        UnitLayout layout = new(100, 21);
        (float[] z, float[] a) = Layer.Normal(Sigmoid, layout, seed: 4);
        UnitStatistics whole = new(Sigmoid, 21, every), pieces = new(Sigmoid, 21, every);
        whole.Observe(z, a, layout);
        int sample = 0;
        foreach (int size in (int[])[1, 2, 30, 7, 0, 60])
        {
            pieces.Observe(z.AsSpan(sample * 21, size * 21), a.AsSpan(sample * 21, size * 21), layout with { Samples = size });
            sample += size;
        }

        Assert.Equal(whole.PreActivations.Counts, pieces.PreActivations.Counts);
        Assert.Equal(whole.MeanAbsDerivative, pieces.MeanAbsDerivative, 1e-12);
        Assert.Equal((100 + every - 1) / every * 21, whole.PreActivations.Counts.Sum() + whole.PreActivations.Below + whole.PreActivations.Above);
    }

    [Fact]
    public void The_histogram_and_the_mean_derivative_agree_with_their_definitions()
    {
        UnitLayout layout = new(70, 13, 3);
        (float[] z, float[] a) = Layer.Normal(Sigmoid, layout, seed: 9, std: 8);
        // Edges, and the floats just below them.
        for (int i = 0; i < 257; i++)
        {
            z[2 * i] = -16 + i / 8f;
            z[2 * i + 1] = MathF.BitDecrement(z[2 * i]);
        }

        a = Layer.Outputs(Sigmoid, z);
        UnitStatistics statistics = new(Sigmoid, layout.Units, detailEvery: 1);
        statistics.Observe(z, a, layout);
        Histogram histogram = statistics.PreActivations;
        for (int bin = 0; bin < 256; bin++)
            Assert.Equal(z.Count(x => x >= -16 + bin / 8.0 && x < -16 + (bin + 1) / 8.0), histogram.Counts[bin]);
        Assert.Equal((-16.0, 16.0, z.LongCount(x => x < -16), z.LongCount(x => x >= 16)), (histogram.Low, histogram.High, histogram.Below, histogram.Above));
        float[] slopes = new float[z.Length];
        Sigmoid.Derivative(z, slopes);
        Assert.Equal(slopes.Average(s => (double)s), statistics.MeanAbsDerivative, 1e-14);
    }

    [Fact]
    public void The_layer_s_mean_and_standard_deviation_are_those_of_all_observations()
    {
        UnitLayout layout = new(90, 7, 4);
        (float[] z, float[] a) = Layer.Normal(Sigmoid, layout, seed: 10);
        UnitStatistics statistics = new(Sigmoid, layout.Units);
        statistics.Observe(z, a, layout);
        double mean = a.Average(x => (double)x);
        Assert.Equal(mean, statistics.MeanOutput, 1e-13);
        Assert.Equal(Math.Sqrt(a.Average(x => (x - mean) * (x - mean))), statistics.StdOutput, 1e-13);
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        foreach (UnitLayout layout in (UnitLayout[])[new(64, 40), new(4, 12, 9), new(4, 12, 100), new(4, 12, 100, ChannelsLast: true)])
        {
            (float[] z, float[] a) = Layer.Normal(Sigmoid, layout, seed: 1);
            UnitStatistics statistics = new(Sigmoid, layout.Units);
            UnitState[] states = new UnitState[layout.Units];
            // The runtime may allocate on this thread for its own ends, once in a while; what a batch costs it costs every time.
            Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Look()));

            long Look()
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                statistics.Clear();
                statistics.Observe(z, a, layout);
                statistics.ObserveGradient(a, layout);
                statistics.States(states);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
    }
}
