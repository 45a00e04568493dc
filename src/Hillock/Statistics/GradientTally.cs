using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Statistics;

/// <summary>
/// The gradient part: Σδ² for every unit, and a logarithmic histogram of |δ| over the layer with sixteen bins in each octave, so that a
/// median read from it is within 1/32 (3.2 %) of a value that has half of the counts on either side.
/// </summary>
internal sealed class GradientTally(int units)
{
    // The upper bits of a float: 8 of the exponent, 4 of the mantissa.
    private const int Shift = 19;
    private const int FirstNonFinite = 0xFF0;
    private const int BinCount = FirstNonFinite + 16;

    // Of thousands of bins a layer fills some hundreds: all others but the first are empty, and need not be walked through.
    private int _lowest = BinCount, _highest;

    /// <summary>Σδ² of finite δ, one a unit.</summary>
    public double[] Squares { get; } = new double[units];

    /// <summary>
    /// Two counts for each value of the upper bits of |δ|, one from even and one from odd places: two increments of one bin in a row
    /// would wait for one another. The first bin holds the zeros too, the last sixteen hold ±∞ and NaN.
    /// </summary>
    public long[] Bins { get; } = new long[2 * BinCount];

    public long Zeros { get; set; }
    public long Observations { get; set; }

    public long NonFinite
    {
        get
        {
            long sum = 0;
            foreach (long count in Bins.AsSpan(2 * FirstNonFinite)) sum += count;
            return sum;
        }
    }

    public double? Rms
    {
        get
        {
            double finite = Observations - NonFinite;
            return finite > 0 ? Math.Sqrt(Squares.Sum() / finite) : null;
        }
    }

    public void Add(ReadOnlySpan<float> delta, UnitLayout layout)
    {
        Observations += delta.Length;
        long before = NonFinite;
        Count(delta);
        Extend(delta);
        if (NonFinite != before) AddWithCare(delta, layout);
        else if (layout.Positions == 1 || layout.ChannelsLast)
            for (int start = 0; start < delta.Length; start += layout.Units) AddRow(delta.Slice(start, layout.Units));
        else
            for (int start = 0, run = 0; start < delta.Length; start += layout.Positions, run++)
                Squares[run % layout.Units] += SumOfSquares(delta.Slice(start, layout.Positions));
    }

    /// <summary>The median of |δ| over finite δ, zeros included or left out; null where there is none.</summary>
    public double? Median(bool withZeros)
    {
        long below = withZeros ? Zeros : 0, total = Observations - NonFinite - Zeros + below;
        if (total == 0) return null;
        long half = (total + 1) / 2;
        if (below >= half) return 0;
        // The first bin's zeros are in the sum already, or are to be left out.
        below += InBin(0) - Zeros;
        int middle = 0;
        if (below < half) middle = _lowest - 1;
        while (below < half && middle < _highest) below += InBin(++middle);
        double low = BitConverter.Int32BitsToSingle(middle << Shift);
        double high = middle + 1 < FirstNonFinite ? BitConverter.Int32BitsToSingle((middle + 1) << Shift) : float.MaxValue;
        return (low + high) / 2;
    }

    public void Merge(GradientTally other)
    {
        for (int i = 0; i < Squares.Length; i++) Squares[i] += other.Squares[i];
        (_lowest, _highest) = (Math.Min(_lowest, other._lowest), Math.Max(_highest, other._highest));
        (Bins[0], Bins[1]) = (Bins[0] + other.Bins[0], Bins[1] + other.Bins[1]);
        Span<long> bins = Bins.AsSpan(other.Filled);
        ReadOnlySpan<long> more = other.Bins.AsSpan(other.Filled);
        for (int i = 0; i < bins.Length; i++) bins[i] += more[i];
        Zeros += other.Zeros;
        Observations += other.Observations;
    }

    public void Clear()
    {
        Squares.AsSpan().Clear();
        (Bins[0], Bins[1]) = (0, 0);
        Bins.AsSpan(Filled).Clear();
        (_lowest, _highest) = (BinCount, 0);
        Zeros = Observations = 0;
    }

    /// <summary>Takes note that <see cref="Bins"/> were read from somewhere.</summary>
    public void BinsWereRead() => (_lowest, _highest) = (1, BinCount - 1);

    private Range Filled => _lowest > _highest ? 0..0 : (2 * _lowest)..(2 * _highest + 2);

    private void Extend(ReadOnlySpan<float> delta)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(delta);
        ReadOnlySpan<Vector<uint>> whole = MemoryMarshal.Cast<uint, Vector<uint>>(bits);
        Vector<uint> unsigned = new(int.MaxValue), low = new(uint.MaxValue), high = Vector<uint>.Zero;
        foreach (Vector<uint> part in whole)
        {
            Vector<uint> size = part & unsigned;
            high = Vector.Max(high, size);
            // Less one a zero becomes the largest number, and so does not count.
            low = Vector.Min(low, size - Vector<uint>.One);
        }

        uint smallest = uint.MaxValue, largest = 0;
        for (int lane = 0; lane < Vector<uint>.Count; lane++) (smallest, largest) = (Math.Min(smallest, low[lane]), Math.Max(largest, high[lane]));
        foreach (uint part in bits[(whole.Length * Vector<uint>.Count)..])
        {
            uint size = part & int.MaxValue;
            (smallest, largest) = (Math.Min(smallest, unchecked(size - 1)), Math.Max(largest, size));
        }

        if (largest == 0) return;
        _lowest = Math.Min(_lowest, Math.Max(1, (int)((smallest + 1) >> Shift)));
        _highest = Math.Max(_highest, (int)(largest >> Shift));
    }

    private long InBin(int bin) => Bins[2 * bin] + Bins[2 * bin + 1];

    private void Count(ReadOnlySpan<float> delta)
    {
        long zeros = 0;
        ref long bins = ref MemoryMarshal.GetArrayDataReference(Bins);
        ref int bits = ref Unsafe.As<float, int>(ref MemoryMarshal.GetReference(delta));
        int i = 0;
        for (; i + 2 <= delta.Length; i += 2)
        {
            // Shifting the sign out on the left makes every index of 12 bits fit the array.
            uint even = (uint)Unsafe.Add(ref bits, i) << 1, odd = (uint)Unsafe.Add(ref bits, i + 1) << 1;
            Unsafe.Add(ref bins, (nuint)(even >> (Shift + 1)) * 2)++;
            Unsafe.Add(ref bins, (nuint)(odd >> (Shift + 1)) * 2 + 1)++;
            zeros += (even == 0 ? 1 : 0) + (odd == 0 ? 1 : 0);
        }

        if (i < delta.Length)
        {
            uint last = (uint)Unsafe.Add(ref bits, i) << 1;
            Bins[(last >> (Shift + 1)) * 2]++;
            if (last == 0) zeros++;
        }

        Zeros += zeros;
    }

    private void AddRow(ReadOnlySpan<float> row)
    {
        ref float source = ref MemoryMarshal.GetReference(row);
        ref double target = ref MemoryMarshal.GetArrayDataReference(Squares);
        nuint unit = 0;
        for (; unit + 16 <= (nuint)row.Length; unit += 16)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref source, unit);
            Vector512<double> lower = Vector512.WidenLower(x), upper = Vector512.WidenUpper(x);
            Vector512.FusedMultiplyAdd(lower, lower, Vector512.LoadUnsafe(ref target, unit)).StoreUnsafe(ref target, unit);
            Vector512.FusedMultiplyAdd(upper, upper, Vector512.LoadUnsafe(ref target, unit + 8)).StoreUnsafe(ref target, unit + 8);
        }

        for (int u = (int)unit; u < row.Length; u++) Squares[u] += (double)row[u] * row[u];
    }

    private static double SumOfSquares(ReadOnlySpan<float> run)
    {
        ref float source = ref MemoryMarshal.GetReference(run);
        Vector512<double> lower = default, upper = default;
        nuint i = 0;
        for (; i + 16 <= (nuint)run.Length; i += 16)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref source, i);
            Vector512<double> l = Vector512.WidenLower(x), u = Vector512.WidenUpper(x);
            lower = Vector512.FusedMultiplyAdd(l, l, lower);
            upper = Vector512.FusedMultiplyAdd(u, u, upper);
        }

        double sum = Vector512.Sum(lower + upper);
        foreach (float value in run[(int)i..]) sum += (double)value * value;
        return sum;
    }

    private void AddWithCare(ReadOnlySpan<float> delta, UnitLayout layout)
    {
        for (int i = 0; i < delta.Length; i++)
            if (float.IsFinite(delta[i])) Squares[layout.UnitOf(i)] += (double)delta[i] * delta[i];
    }
}
