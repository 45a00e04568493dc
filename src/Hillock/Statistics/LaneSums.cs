using System.Runtime.Intrinsics;

namespace Hillock.Statistics;

/// <summary>
/// What <see cref="LaneSweep"/> gathers in sixteen lanes: extremes, counts, and sums of d = x − pivot and d² in double. Lower holds
/// lanes 0–7, Upper lanes 8–15.
/// </summary>
internal struct LaneSums
{
    public Vector512<float> Pivot, Minimum, Maximum;
    public Vector512<double> SumLower, SumUpper, SquaresLower, SquaresUpper, MagnitudeLower, MagnitudeUpper;
    public Vector512<int> First, Second, Third;

    /// <summary>Whether every value was finite. The square of a float never overflows a double, so only NaN and ±∞ can spoil the sums.</summary>
    public readonly bool AllFinite
    {
        get
        {
            Vector512<double> squares = SquaresLower + SquaresUpper;
            return Vector512.EqualsAll(squares - squares, Vector512<double>.Zero);
        }
    }

    /// <summary>Adds what was gathered about the same pivot.</summary>
    public void Add(in LaneSums other)
    {
        Minimum = Vector512.MinNative(Minimum, other.Minimum);
        Maximum = Vector512.MaxNative(Maximum, other.Maximum);
        SumLower += other.SumLower;
        SumUpper += other.SumUpper;
        SquaresLower += other.SquaresLower;
        SquaresUpper += other.SquaresUpper;
        MagnitudeLower += other.MagnitudeLower;
        MagnitudeUpper += other.MagnitudeUpper;
        First += other.First;
        Second += other.Second;
        Third += other.Third;
    }

    /// <summary>Takes back that the last <paramref name="lanes"/> lanes held the pivot once for nothing.</summary>
    public void Remove<TMarks>(int lanes, Vector512<float> pivot, TMarks marks) where TMarks : struct, IMarks
    {
        Vector512<int> filled = Vector512.GreaterThanOrEqual(Vector512<int>.Indices, Vector512.Create(LaneSweep.Width - lanes));
        First += marks.First(pivot).AsInt32() & filled;
        if (TMarks.Questions > 1) Second += marks.Second(pivot).AsInt32() & filled;
        if (TMarks.Questions > 2) Third += marks.Third(pivot).AsInt32() & filled;
        if (!TMarks.SumsMagnitude) return;
        Vector512<float> magnitude = Vector512.Abs(pivot) & filled.AsSingle();
        MagnitudeLower -= Vector512.WidenLower(magnitude);
        MagnitudeUpper -= Vector512.WidenUpper(magnitude);
    }

    /// <summary>The smallest value of any lane.</summary>
    public readonly float SmallestOfAll
    {
        get
        {
            Vector256<float> half = Vector256.MinNative(Minimum.GetLower(), Minimum.GetUpper());
            Vector128<float> quarter = Vector128.MinNative(half.GetLower(), half.GetUpper());
            return Math.Min(Math.Min(quarter[0], quarter[1]), Math.Min(quarter[2], quarter[3]));
        }
    }

    /// <summary>The largest value of any lane.</summary>
    public readonly float LargestOfAll
    {
        get
        {
            Vector256<float> half = Vector256.MaxNative(Maximum.GetLower(), Maximum.GetUpper());
            Vector128<float> quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
            return Math.Max(Math.Max(quarter[0], quarter[1]), Math.Max(quarter[2], quarter[3]));
        }
    }
}
