using Hillock.Onnx.Probing;
using Hillock.Statistics;

namespace Hillock.Onnx.Tests;

/// <summary>Batches that run side by side: what is counted does not depend on it, and nothing that goes wrong is lost.</summary>
public sealed class ProbeWorkersTests
{
    private const int Samples = 2000;

    [Theory]
    [InlineData("relu"), InlineData("sigmoid"), InlineData("gelu")]
    public void The_number_of_workers_changes_no_count(string activation)
    {
        int[] workers = [1, 2, 7];
        ProbeResult[] results = [.. workers.Select(threads => Look(new() { Threads = threads, Batch = 33, RandomSamples = Samples }, activation))];
        foreach (ProbeResult result in results[1..])
            for (int layer = 0; layer < 2; layer++)
            {
                UnitStatistics one = results[0].Statistics[layer], several = result.Statistics[layer];
                Assert.Equal((Samples, Samples), (several.Samples, result.Samples));
                Assert.Equal(results[0].Layers[layer].Dead, result.Layers[layer].Dead);
                for (int unit = 0; unit < one.Units; unit++)
                {
                    UnitSummary a = one[unit], b = several[unit];
                    Assert.Equal((a.FiringSamples, a.Zeros, a.SaturatedLow, a.SaturatedHigh), (b.FiringSamples, b.Zeros, b.SaturatedLow, b.SaturatedHigh));
                    Assert.Equal(a.PreActivation.Mean, b.PreActivation.Mean, 1e-6);
                    Assert.Equal(a.Output.Variance, b.Output.Variance, 1e-6);
                }
            }
    }

    [Fact]
    public void The_same_workers_give_the_same_bits_in_every_run()
    {
        byte[][] runs = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            using MemoryStream stream = new();
            foreach (UnitStatistics statistics in Look(new() { Threads = 5, Batch = 16, RandomSamples = Samples }).Statistics) statistics.Save(stream);
            return stream.ToArray();
        })];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void Fewer_batches_than_workers_are_enough()
    {
        int[] counts = [1, 2, 64, 65];
        foreach (int samples in counts)
            Assert.Equal(samples, Look(new() { Threads = 8, RandomSamples = samples }).Samples);
    }

    [Fact]
    public void Data_that_break_off_end_the_run_with_their_own_error()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            Look(new() { Threads = 4, Batch = 8, Feeds = new Dictionary<string, InputFeed> { ["input"] = new SampleFeed(() => new Reader(500)) } });
        });
        Assert.Equal("the reader broke at 504", error.Message);
    }

    [Fact]
    public void What_is_stopped_keeps_what_it_has()
    {
        using CancellationTokenSource stop = new();
        ProbeResult result = Look(new() { Threads = 3, Batch = 10, RandomSamples = int.MaxValue, Progress = new Stopper(stop) }, cancellation: stop.Token);
        Assert.True(result.IsStopped);
        Assert.InRange(result.Samples, 100, 160);
        Assert.Equal(result.Samples, result.Statistics[0].Samples);
    }

    private static ProbeResult Look(ProbeOptions options, string activation = "relu", CancellationToken? cancellation = null) =>
        ModelProbe.Run(TestModels.Model("12x2", [5], 2, activation), options, cancellation ?? TestContext.Current.CancellationToken);

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value >= 100) stop.Cancel();
        }
    }

    private sealed class Reader(int last) : ISampleReader
    {
        private int _read;

        public string Name => "reader";

        public IReadOnlyList<int> Shape => [5];

        public int Read(Span<float> values)
        {
            int samples = values.Length / 5;
            _read += samples;
            if (_read > last) throw new InvalidDataException($"the reader broke at {_read}");
            values.Fill(1);
            return samples;
        }

        public void Dispose()
        {
        }
    }
}
