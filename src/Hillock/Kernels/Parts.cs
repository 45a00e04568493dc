namespace Hillock.Kernels;

/// <summary>Splits elements over threads: contiguous parts, so that every element sees the same operations as on one thread.</summary>
internal static class Parts
{
    /// <summary>Fewer elements a thread are done sooner than it is started.</summary>
    public const int Fewest = 32768;

    /// <summary>
    /// How many threads to use: as many as asked for (0 for all processors), but none with less than <see cref="Fewest"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static int Count(int length, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return length < 2 * Fewest ? 1 : Math.Min(threads == 0 ? Environment.ProcessorCount : threads, length / Fewest);
    }

    /// <summary>Runs part.Run(start, count) for every part, on as many threads; each part starts at a multiple of 64.</summary>
    public static void Run<TPart>(int length, int parts, TPart part) where TPart : struct, IPart => Crew<TPart>.Run(length, parts, part);
}
