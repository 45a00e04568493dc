using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Statistics;

/// <summary>
/// The inner loop of the statistics: one read of each value gives its extremes, first and second moment and marks, in sixteen lanes held
/// in registers. Lanes are sixteen neighbouring units (rows are samples) or sixteen neighbouring positions of one unit (rows follow
/// one another in memory).
/// </summary>
/// <remarks>
/// Moments are taken about a pivot that is itself one of the lane's values (or of the run's, for positions), in double. For n values
/// that pivot bounds the cancellation in Σd² − (Σd)²/n by a factor n + 1, whatever the data: since the pivot k is among the values,
/// Σ(x − mean)² ≥ (k − mean)² while (Σd)²/n = n·(k − mean)². With tiles of at most a few hundred values 13 digits remain.
/// NaN and ±∞ are not looked for here; they show in <see cref="LaneSums.AllFinite"/> and such a tile is counted again with care.
/// </remarks>
internal static class LaneSweep
{
    /// <summary>The lanes of a sweep.</summary>
    public const int Width = 16;

    /// <summary>Sweeps <paramref name="rows"/> ≥ 1 rows of sixteen values that lie <paramref name="stride"/> elements apart.</summary>
    public static void Run<TMarks>(
        ref readonly float data, nint stride, int rows, Vector512<float> pivot, TMarks marks, out LaneSums sums)
        where TMarks : struct, IMarks
    {
        Vector512<double> pivotLower = Vector512.WidenLower(pivot), pivotUpper = Vector512.WidenUpper(pivot);
        Vector512<float> minimum = pivot, maximum = pivot;
        Vector512<double> sumLower = default, sumUpper = default, squaresLower = default, squaresUpper = default;
        Vector512<double> magnitudeLower = default, magnitudeUpper = default;
        Vector512<int> first = default, second = default, third = default;
        // Rows far apart are a new page each, which no prefetching processor follows: ask for the same place in the next tile, three
        // times as fast. Whether there is a next tile does not matter, since asking for memory that is not there does nothing.
        nint ahead = stride * rows;
        ref float row = ref Unsafe.AsRef(in data);
        for (int r = 0; r < rows; r++)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref row);
            Prefetch(ref Unsafe.Add(ref row, ahead));
            minimum = Vector512.MinNative(x, minimum);
            maximum = Vector512.MaxNative(x, maximum);
            Vector512<double> lower = Vector512.WidenLower(x), upper = Vector512.WidenUpper(x);
            if (TMarks.SumsMagnitude)
            {
                magnitudeLower += Vector512.Abs(lower);
                magnitudeUpper += Vector512.Abs(upper);
            }

            lower -= pivotLower;
            upper -= pivotUpper;
            sumLower += lower;
            sumUpper += upper;
            squaresLower = Vector512.FusedMultiplyAdd(lower, lower, squaresLower);
            squaresUpper = Vector512.FusedMultiplyAdd(upper, upper, squaresUpper);
            // A mask is −1 in every lane that answers yes.
            first -= marks.First(x).AsInt32();
            if (TMarks.Questions > 1) second -= marks.Second(x).AsInt32();
            if (TMarks.Questions > 2) third -= marks.Third(x).AsInt32();
            row = ref Unsafe.Add(ref row, stride);
        }

        sums.Pivot = pivot;
        sums.Minimum = minimum;
        sums.Maximum = maximum;
        sums.SumLower = sumLower;
        sums.SumUpper = sumUpper;
        sums.SquaresLower = squaresLower;
        sums.SquaresUpper = squaresUpper;
        sums.MagnitudeLower = magnitudeLower;
        sums.MagnitudeUpper = magnitudeUpper;
        sums.First = first;
        sums.Second = second;
        sums.Third = third;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref float address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref address));
    }
}
