using System.Diagnostics;

namespace Hillock.Bench;

/// <summary>
/// Times several contenders against each other: in every round each runs once, in turn, so that whatever else the machine does hits all
/// of them alike. What counts is the ratio of medians.
/// </summary>
internal static class Interleaved
{
    // Repetitions are counted on calls that last this part of a sample.
    private const double Trial = 1.0 / 8;

    private const int WarmUpSamples = 4;

    /// <summary>The seconds of every round, one array a contender.</summary>
    public static double[][] Measure(int rounds, int warmUp, params ReadOnlySpan<Action> contenders)
    {
        Action<int>[] once = new Action<int>[contenders.Length];
        for (int c = 0; c < contenders.Length; c++)
        {
            Action contender = contenders[c];
            once[c] = _ => contender();
        }

        return Measure(new Sampling(rounds, warmUp), once, CancellationToken.None);
    }

    /// <summary>The seconds a call of every round, one array a contender, each of which is told how often to repeat its call.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; a round is not broken off, though.</exception>
    public static double[][] Measure(Sampling sampling, ReadOnlySpan<Action<int>> contenders, CancellationToken cancellation)
    {
        double[][] seconds = new double[contenders.Length][];
        int[] repeats = new int[contenders.Length];
        for (int c = 0; c < contenders.Length; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            seconds[c] = new double[sampling.Rounds];
            repeats[c] = sampling.Sample == TimeSpan.Zero ? 1 : Repeats(contenders[c], sampling.Sample.TotalSeconds);
        }

        for (int round = -sampling.WarmUp; round < sampling.Rounds; round++)
            for (int c = 0; c < contenders.Length; c++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (sampling.Settle > TimeSpan.Zero) Thread.Sleep(sampling.Settle);
                // Fetches code and data, where that is more than a trifle of the sample; after a rest threads also have to find a processor
                // each: virtual machines that put tasks together on one need ten milliseconds and more to move them apart.
                if (repeats[c] > 1) contenders[c](sampling.Settle > TimeSpan.Zero ? WarmUpSamples * repeats[c] : 1);
                double elapsed = Time(contenders[c], repeats[c]);
                if (round >= 0) seconds[c][round] = elapsed / repeats[c];
            }

        return seconds;
    }

    /// <summary>The median of the ratios of neighbours in time: whatever else the machine does hits both alike.</summary>
    public static double Ratio(double[] one, double[] other) => Median([.. one.Zip(other, (a, b) => a / b)]);

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Half the distance between the quartiles, relative to the median.</summary>
    public static double Spread(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / 2 / Median(values);
    }

    // How many calls fill a sample.
    private static int Repeats(Action<int> contender, double sample)
    {
        contender(1);
        for (int times = 1; ; times *= 4)
        {
            double elapsed = Time(contender, times);
            if (elapsed >= Trial * sample || times > 1 << 24) return Math.Max(1, (int)(times * sample / elapsed));
        }
    }

    private static double Time(Action<int> contender, int times)
    {
        long start = Stopwatch.GetTimestamp();
        contender(times);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
