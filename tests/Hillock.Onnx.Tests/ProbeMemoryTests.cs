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
        OnnxModel model = TestModels.Model("8", [4], 2, "relu");
        long Allocated(int samples)
        {
            ModelProbe.Run(model, new() { RandomSamples = samples, Threads = 1 }, TestContext.Current.CancellationToken);
            GC.Collect();
            return GC.GetTotalMemory(forceFullCollection: true);
        }

        long few = Allocated(1000), many = Allocated(200_000);
        Assert.True(many < few + 500_000, $"{few} bytes after 1,000 samples, {many} after 200,000");
    }
}
