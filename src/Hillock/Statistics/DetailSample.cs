using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Statistics;

/// <summary>
/// What costs more than comparing and adding, done for one sample in <c>every</c> alone: the histogram of z over all units and the mean
/// of |f′(z)|. Samples are chosen by their running index, so the choice does not depend on how they were batched.
/// </summary>
internal sealed class DetailSample(Activation activation)
{
    /// <summary>The lower edge of the histogram: with 256 bins of ⅛ every edge is a float, and ±16 holds the bend of every function.</summary>
    public const float Low = -16;

    private const float High = 16;
    private const int BinsInOne = 8;
    private const int Bins = 256;
    private const int Chunk = 512;

    // The bins, then what lies below, above, and what is not finite.
    private const int BelowBin = Bins;
    private const int AboveBin = Bins + 1;
    private const int NonFiniteBin = Bins + 2;

    public long[] Counts { get; } = new long[Bins + 3];

    public double DerivativeSum { get; set; }

    /// <summary>The mean of |f′(z)| over finite z.</summary>
    public double MeanAbsDerivative
    {
        get
        {
            long finite = 0;
            foreach (long count in Counts.AsSpan(0, NonFiniteBin)) finite += count;
            return DerivativeSum / finite;
        }
    }

    public Histogram Histogram => new(Low, High, Counts[..Bins], Counts[BelowBin], Counts[AboveBin]);

    [SkipLocalsInit]
    public void Add(ReadOnlySpan<float> z)
    {
        Span<float> slopes = stackalloc float[Chunk], padded = stackalloc float[Chunk];
        Span<int> bins = stackalloc int[Chunk];
        long[] counts = Counts;
        for (; z.Length > 0; z = z[Math.Min(Chunk, z.Length)..])
        {
            int length = Math.Min(Chunk, z.Length);
            // Whole vectors: what fills up the last one is not finite and so in no number.
            int whole = (length + LaneSweep.Width - 1) / LaneSweep.Width * LaneSweep.Width;
            scoped ReadOnlySpan<float> now = z[..length];
            if (whole != length)
            {
                padded[..whole].Fill(float.NaN);
                now.CopyTo(padded);
                now = padded[..whole];
            }

            activation.Derivative(now, slopes[..whole]);
            Prepare(now, slopes, bins);
            foreach (int bin in bins[..length]) counts[bin]++;
        }
    }

    // Adds up |f′| and finds the bins. z·8 is exact, so that its floor is the right bin to the last bit.
    private void Prepare(ReadOnlySpan<float> z, ReadOnlySpan<float> slopes, Span<int> bins)
    {
        Vector512<double> sum = default;
        for (int i = 0; i < z.Length; i += LaneSweep.Width)
        {
            Vector512<float> x = Vector512.Create(z.Slice(i, LaneSweep.Width));
            Vector512<float> finite = Vector512.LessThanOrEqual(Vector512.Abs(x), Vector512.Create(float.MaxValue));
            Vector512<float> slope = Vector512.Abs(Vector512.Create(slopes.Slice(i, LaneSweep.Width))) & finite;
            sum += Vector512.WidenLower(slope) + Vector512.WidenUpper(slope);
            Vector512<float> below = Vector512.LessThan(x, Vector512.Create(Low));
            Vector512<float> above = Vector512.GreaterThanOrEqual(x, Vector512.Create(High));
            Vector512<float> inside = Vector512.AndNot(Vector512.AndNot(x & finite, below), above);
            Vector512<int> bin = Vector512.ConvertToInt32Native(Vector512.Floor(inside * BinsInOne)) + Vector512.Create((int)(-Low * BinsInOne));
            bin = Vector512.ConditionalSelect(below.AsInt32(), Vector512.Create(BelowBin), bin);
            bin = Vector512.ConditionalSelect(above.AsInt32(), Vector512.Create(AboveBin), bin);
            bin = Vector512.ConditionalSelect(finite.AsInt32(), bin, Vector512.Create(NonFiniteBin));
            bin.CopyTo(bins[i..]);
        }

        DerivativeSum += Vector512.Sum(sum);
    }

    public void Merge(DetailSample other)
    {
        for (int i = 0; i < Counts.Length; i++) Counts[i] += other.Counts[i];
        DerivativeSum += other.DerivativeSum;
    }

    public void Clear()
    {
        Counts.AsSpan().Clear();
        DerivativeSum = 0;
    }
}
