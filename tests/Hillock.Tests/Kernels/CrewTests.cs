using Hillock.Kernels;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Threads that share the parts of a call: what happens to memory, to exceptions, and to callers that are threads themselves.</summary>
public sealed class CrewTests
{
    private const int Length = 1 << 18;

    [Fact]
    public void Calls_on_several_threads_allocate_nothing_once_warm()
    {
        Activation gelu = Activation.Parse("gelu"), relu = Activation.Parse("relu"), softplus = Activation.Parse("softplus");
        float[] x = new float[Length], y = new float[Length];
        double[] wide = new double[Length], result = new double[Length];
        byte[] bits = new byte[Activation.BitsLength(Length)];
        for (int i = 0; i < 20; i++) All();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void All()
        {
            gelu.Forward(x, y, Precision.Fast, 4);
            gelu.Derivative(x, y, Precision.Exact, 4);
            gelu.Backward(x, y, y, Precision.Fast, 4);
            gelu.Forward(wide, result, Precision.Fast, 4);
            gelu.Backward(wide, result, result, Precision.Fast, 4);
            relu.ForwardBits(x, y, bits, Precision.Fast, 4);
            relu.BackwardFromBits(bits, x, y, 4);
            softplus.BackwardFromOutput(y, x, y, Precision.Fast, 4);
        }
    }

    [Fact]
    public void The_threads_that_help_allocate_nothing_either()
    {
        // What other tests allocate at the same time counts too: the least of several tries is what the calls allocate.
        float[] x = new float[Length], y = new float[Length];
        Activation relu = Activation.Parse("relu");
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 200 && least > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 3; i++) relu.Forward(x, y, Precision.Fast, 4);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // Some other test may allocate in every window; one object for each part of each call would be more than this.
        Assert.InRange(least, 0, 400);
    }

    [Fact]
    public void Every_element_is_done_once_whatever_the_number_of_parts()
    {
        int[] counts = new int[Length + 17];
        foreach (int parts in new[] { 1, 2, 3, 8, 100 })
        {
            Array.Clear(counts);
            Parts.Run(counts.Length, parts, new Counting(counts));
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void The_first_exception_of_any_part_reaches_the_caller_and_the_next_call_works()
    {
        for (int i = 0; i < 100; i++)
        {
            int failing = i % 4;
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Parts.Run(4 * 64, 4, new Failing(failing * 64)));
            Assert.Equal($"part at {failing * 64}", error.Message);
            Parts.Run(4 * 64, 4, new Failing(-1));
        }
    }

    [Fact]
    public async Task Callers_on_all_threads_of_the_pool_at_once_finish()
    {
        Activation silu = Activation.Parse("silu");
        float[] x = [.. Enumerable.Range(0, Length).Select(i => (i % 1001 - 500) / 50f)], expected = new float[Length];
        silu.Forward(x, expected);
        // More callers than processors, each on a thread of the pool that would be needed to help the others.
        await Task.WhenAll(Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => Task.Run(() =>
        {
            float[] y = new float[Length];
            for (int i = 0; i < 20; i++)
            {
                Array.Clear(y);
                silu.Forward(x, y, Precision.Fast, 0);
                Assert.True(y.AsSpan().SequenceEqual(expected));
            }
        }, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_call_within_a_part_finishes()
    {
        int[] counts = new int[1024];
        Parts.Run(4, 4, new Nested(counts));
        Parts.Run(256, 4, new Nested(counts));
        Assert.All(counts, count => Assert.Equal(5, count));
    }

    private readonly struct Counting(int[] counts) : IPart
    {
        public void Run(int start, int count)
        {
            for (int i = start; i < start + count; i++) Interlocked.Increment(ref counts[i]);
        }
    }

    private readonly struct Failing(int at) : IPart
    {
        public void Run(int start, int count)
        {
            if (start == at) throw new InvalidOperationException($"part at {start}");
        }
    }

    // Every part counts all elements by another call, which for the caller's own part is one of the same kind.
    private readonly struct Nested(int[] counts) : IPart
    {
        public void Run(int start, int count)
        {
            if (count == counts.Length) return;
            Parts.Run(counts.Length, 4, new Counting(counts));
            Parts.Run(counts.Length, 1, new Nested(counts));
        }
    }
}
