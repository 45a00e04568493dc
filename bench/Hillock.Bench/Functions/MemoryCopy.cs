using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Bench.Functions;

/// <summary>What memory allows: a plain copy, and one with stores that go past the cache.</summary>
internal static unsafe class MemoryCopy
{
    // Below, a thread is not worth waking for a copy.
    private const int FewestOfThread = 1 << 16;

    /// <summary>Copies x to the result as the base library does, in one part a thread where that pays.</summary>
    public static Call Plain(Cell cell, Workspace workspace)
    {
        (nint x, nint result, int length) = ((nint)workspace.XPointer, (nint)workspace.ResultPointer, workspace.Length);
        int parts = Math.Clamp(length / FewestOfThread, 1, cell.Threads);
        if (parts == 1)
            return new("copy", times =>
            {
                for (int i = 0; i < times; i++) Copy(x, result, 0, length);
            });
        return new("copy", times =>
        {
            for (int i = 0; i < times; i++) InParts(length, parts, (start, count) => Copy(x, result, start, count));
        });
    }

    /// <summary>
    /// The traffic of the direction with non-temporal stores: x is read and written for forward; x and dy are read, and their sum is
    /// written, for backward.
    /// </summary>
    public static Call NonTemporal(Cell cell, Workspace workspace)
    {
        (nint x, nint dy, nint result) = ((nint)workspace.XPointer, (nint)workspace.DyPointer, (nint)workspace.ResultPointer);
        (int length, int threads) = (workspace.Length, cell.Threads);
        Action<int, int> part = cell.IsForward
            ? (start, count) => Stream((float*)x + start, (float*)result + start, count)
            : (start, count) => StreamSum((float*)x + start, (float*)dy + start, (float*)result + start, count);
        return new("non-temporal copy", times =>
        {
            for (int i = 0; i < times; i++)
                if (threads == 1) part(0, length);
                else InParts(length, threads, part);
        });
    }

    private static void Copy(nint x, nint result, int start, int count) =>
        new ReadOnlySpan<float>((float*)x + start, count).CopyTo(new Span<float>((float*)result + start, count));

    private static void Stream(float* x, float* result, int count)
    {
        int head = Head(result, count), i = head;
        for (int j = 0; j < head; j++) result[j] = x[j];
        for (; i <= count - 16; i += 16) StorePastCache(Vector512.Load(x + i), result + i);
        for (; i < count; i++) result[i] = x[i];
        Fence();
    }

    private static void StreamSum(float* x, float* dy, float* result, int count)
    {
        int head = Head(result, count), i = head;
        for (int j = 0; j < head; j++) result[j] = x[j] + dy[j];
        for (; i <= count - 16; i += 16) StorePastCache(Vector512.Load(x + i) + Vector512.Load(dy + i), result + i);
        for (; i < count; i++) result[i] = x[i] + dy[i];
        Fence();
    }

    // Where 512 bits are two vectors, only each half is stored past the cache.
    private static void StorePastCache(Vector512<float> values, float* target)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            values.StoreAlignedNonTemporal(target);
        }
        else
        {
            values.GetLower().StoreAlignedNonTemporal(target);
            values.GetUpper().StoreAlignedNonTemporal(target + 8);
        }
    }

    // How many floats lie before the next cache line.
    private static int Head(float* target, int count) => Math.Min(count, (int)((64 - (nint)target % 64) % 64 / sizeof(float)));

    private static void InParts(int length, int parts, Action<int, int> body)
    {
        int each = (length / parts + 15) & -16;
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
        {
            int start = Math.Min(part * each, length), end = part == parts - 1 ? length : Math.Min(start + each, length);
            if (end > start) body(start, end - start);
        });
    }

    // These stores are not ordered with others.
    private static void Fence()
    {
        if (Sse.IsSupported) Sse.StoreFence();
        else Thread.MemoryBarrier();
    }
}
