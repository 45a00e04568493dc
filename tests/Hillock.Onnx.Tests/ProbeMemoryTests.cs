using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;

namespace Hillock.Onnx.Tests;

/// <summary>The memory of the whole process is measured, so nothing else may run beside.</summary>
[CollectionDefinition(nameof(ProbeMemoryTests), DisableParallelization = true)]
[Collection(nameof(ProbeMemoryTests))]
public sealed class ProbeMemoryTests
{
    [Fact]
    public void Memory_does_not_grow_with_the_data()
    {
        Peak peak = new();
        ModelProbe.Run(TestModels.Model("8", [4], 2, "relu"), new() { RandomSamples = 200_000, Threads = 1, Progress = peak }, TestContext.Current.CancellationToken);
        // All samples would be 3.2 MB, and what is exposed of them twice that.
        Assert.True(peak.Managed.Max() < peak.Managed[0] + 500_000, string.Join(", ", peak.Managed));
        Assert.True(peak.Process.Max() < peak.Process[0] + 20_000_000, string.Join(", ", peak.Process));
    }

    // While it runs: what is let go at the end would not be seen after it.
    private sealed class Peak : IProgress<long>
    {
        private const int Every = 25_000;
        private long _next = Every;

        public List<long> Managed { get; } = [];

        public List<long> Process { get; } = [];

        public void Report(long value)
        {
            if (value < _next) return;
            _next += Every;
            Managed.Add(GC.GetTotalMemory(forceFullCollection: true));
            Process.Add(Environment.WorkingSet);
        }
    }
}
