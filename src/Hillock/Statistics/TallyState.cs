using System.Runtime.Intrinsics;

namespace Hillock.Statistics;

/// <summary>
/// The numbers behind a <see cref="UnitTally{TMarks}"/>, one element a unit: count, mean, Σ(x − mean)², extremes, Σ|x|, marks. Parts join by
/// Chan, Golub and LeVeque's formula (1979): with δ the difference of the means, M2 = M2ᵃ + M2ᵇ + δ²·nᵃ·nᵇ/n.
/// Means are kept as distances from an origin, one of the unit's first values: δ is then right to 16 digits of the spread of the
/// values, not of their size, and M2 with it.
/// </summary>
internal sealed class TallyState
{
    public TallyState(int length, int questions, bool sumsMagnitude)
    {
        Count = new double[length];
        MeanOffset = new double[length];
        Squares = new double[length];
        Magnitude = new double[sumsMagnitude ? length : 0];
        Origin = new float[length];
        Minimum = new float[length];
        Maximum = new float[length];
        First = new long[length];
        Second = new long[questions > 1 ? length : 0];
        Third = new long[questions > 2 ? length : 0];
        NonFinite = new long[length];
        Doubles = [Count, MeanOffset, Squares, Magnitude];
        Counts = [First, Second, Third, NonFinite];
        Clear();
    }

    /// <summary>Finite values: integers, kept as doubles because they enter the formulas as such.</summary>
    public double[] Count { get; }
    public float[] Origin { get; }

    /// <summary>The mean less the origin.</summary>
    public double[] MeanOffset { get; }

    /// <summary>Σ(x − mean)².</summary>
    public double[] Squares { get; }
    public double[] Magnitude { get; }

    /// <summary>+∞ where there was no value. A zero is stored as +0, so that merging gives the same bits in any order.</summary>
    public float[] Minimum { get; }
    public float[] Maximum { get; }
    public long[] First { get; }
    public long[] Second { get; }
    public long[] Third { get; }
    public long[] NonFinite { get; }

    public void Clear()
    {
        foreach (double[] array in Doubles) array.AsSpan().Clear();
        foreach (long[] array in Counts) array.AsSpan().Clear();
        Origin.AsSpan().Clear();
        Minimum.AsSpan().Fill(float.PositiveInfinity);
        Maximum.AsSpan().Fill(float.NegativeInfinity);
    }

    /// <summary>Adds what sixteen neighbouring units gathered from <paramref name="rows"/> values each.</summary>
    public void AddLanes(int unit, int rows, in LaneSums sums)
    {
        Vector512<float> smallest = Vector512.LoadUnsafe(ref Minimum[unit]), largest = Vector512.LoadUnsafe(ref Maximum[unit]);
        Vector512<float> unseen = Vector512.GreaterThan(smallest, largest);
        Vector512<float> origin = Vector512.ConditionalSelect(unseen, sums.Pivot, Vector512.LoadUnsafe(ref Origin[unit]));
        origin.StoreUnsafe(ref Origin[unit]);
        AddMoments(unit, rows, Vector512.WidenLower(sums.Pivot) - Vector512.WidenLower(origin), sums.SumLower, sums.SquaresLower);
        AddMoments(unit + 8, rows, Vector512.WidenUpper(sums.Pivot) - Vector512.WidenUpper(origin), sums.SumUpper, sums.SquaresUpper);
        if (Magnitude.Length > 0)
        {
            (Vector512.LoadUnsafe(ref Magnitude[unit]) + sums.MagnitudeLower).StoreUnsafe(ref Magnitude[unit]);
            (Vector512.LoadUnsafe(ref Magnitude[unit + 8]) + sums.MagnitudeUpper).StoreUnsafe(ref Magnitude[unit + 8]);
        }

        (Vector512.MinNative(smallest, sums.Minimum) + Vector512<float>.Zero).StoreUnsafe(ref Minimum[unit]);
        (Vector512.MaxNative(largest, sums.Maximum) + Vector512<float>.Zero).StoreUnsafe(ref Maximum[unit]);
        Add(First, unit, sums.First);
        if (Second.Length > 0) Add(Second, unit, sums.Second);
    }

    /// <summary>Adds what one unit gathered in all sixteen lanes, <paramref name="count"/> values about one pivot.</summary>
    public void AddRun(int unit, int count, in LaneSums sums)
    {
        double sum = Vector512.Sum(sums.SumLower + sums.SumUpper);
        double squares = Vector512.Sum(sums.SquaresLower + sums.SquaresUpper) - sum * sum / count;
        AddPart(unit, count, sums.Pivot[0], sum / count, Math.Max(squares, 0));
        if (Magnitude.Length > 0) Magnitude[unit] += Vector512.Sum(sums.MagnitudeLower + sums.MagnitudeUpper);
        Extend(unit, sums.SmallestOfAll, sums.LargestOfAll);
        First[unit] += Vector512.Sum(sums.First);
        if (Second.Length > 0) Second[unit] += Vector512.Sum(sums.Second);
    }

    /// <summary>Adds one finite value, its marks apart.</summary>
    public void AddOne(int unit, float x)
    {
        AddPart(unit, 1, x, 0, 0);
        if (Magnitude.Length > 0) Magnitude[unit] += Math.Abs(x);
        Extend(unit, x, x);
    }

    public void Merge(TallyState other)
    {
        for (int unit = 0; unit < Count.Length; unit++)
        {
            MergeUnit(unit, other, unit);
            if (Magnitude.Length > 0) Magnitude[unit] += other.Magnitude[unit];
        }

        for (int i = 0; i < Counts.Length; i++)
            for (int unit = 0; unit < Counts[i].Length; unit++) Counts[i][unit] += other.Counts[i][unit];
    }

    /// <summary>Adds the moments and extremes of one unit of another state.</summary>
    public void MergeUnit(int unit, TallyState other, int otherUnit)
    {
        AddPart(unit, other.Count[otherUnit], other.Origin[otherUnit], other.MeanOffset[otherUnit], other.Squares[otherUnit]);
        Extend(unit, other.Minimum[otherUnit], other.Maximum[otherUnit]);
    }

    /// <summary>Every array of doubles, in the order of a file.</summary>
    public double[][] Doubles { get; }

    /// <summary>Every array of counts, in the order of a file.</summary>
    public long[][] Counts { get; }

    public static void Add(long[] counts, int unit, Vector512<int> added)
    {
        (Vector512.LoadUnsafe(ref counts[unit]) + Vector512.WidenLower(added)).StoreUnsafe(ref counts[unit]);
        (Vector512.LoadUnsafe(ref counts[unit + 8]) + Vector512.WidenUpper(added)).StoreUnsafe(ref counts[unit + 8]);
    }

    private void AddMoments(int unit, double rows, Vector512<double> pivot, Vector512<double> sum, Vector512<double> squares)
    {
        Vector512<double> before = Vector512.LoadUnsafe(ref Count[unit]);
        Vector512<double> after = before + Vector512.Create(rows);
        Vector512<double> fromPivot = sum * Vector512.Create(1 / rows);
        Vector512<double> part = Vector512.Max(squares - sum * fromPivot, Vector512<double>.Zero);
        Vector512<double> mean = Vector512.LoadUnsafe(ref MeanOffset[unit]);
        Vector512<double> difference = pivot + fromPivot - mean;
        Vector512<double> step = difference * (Vector512.Create(rows) / after);
        after.StoreUnsafe(ref Count[unit]);
        (mean + step).StoreUnsafe(ref MeanOffset[unit]);
        (Vector512.LoadUnsafe(ref Squares[unit]) + part + difference * step * before).StoreUnsafe(ref Squares[unit]);
    }

    // A part whose mean is origin + offset.
    private void AddPart(int unit, double count, float origin, double offset, double squares)
    {
        if (count == 0) return;
        if (Count[unit] == 0) Origin[unit] = origin;
        double before = Count[unit], after = before + count;
        double difference = (double)origin - Origin[unit] + (offset - MeanOffset[unit]), step = difference * (count / after);
        Count[unit] = after;
        MeanOffset[unit] += step;
        Squares[unit] += squares + difference * step * before;
    }

    private void Extend(int unit, float minimum, float maximum)
    {
        if (minimum < Minimum[unit]) Minimum[unit] = minimum + 0f;
        if (maximum > Maximum[unit]) Maximum[unit] = maximum + 0f;
    }
}
