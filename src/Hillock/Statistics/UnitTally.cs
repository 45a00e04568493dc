using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hillock.Statistics;

/// <summary>
/// Extremes, moments and marks of one quantity (z or a) for every unit, in arrays padded to whole vectors. Fills them from tiles: rows of
/// neighbouring units, or runs of one unit's positions.
/// </summary>
internal sealed class UnitTally<TMarks> where TMarks : struct, IMarks
{
    /// <summary>Rows swept at once: enough to make joining them cheap, few enough to stay in the cache.</summary>
    public const int TileRows = 32;

    /// <summary>Below this, gathering sixteen lanes into one unit costs more than turning the sample round.</summary>
    public const int ShortestRun = 128;

    /// <summary>Positions swept at once.</summary>
    public const int LongestRun = 4096;

    private readonly int _units;
    private readonly TMarks _marks;

    // How often the third question was answered yes in the sample at hand.
    private readonly int[] _thirdInSample;
    private float[] _transposed = [];

    public UnitTally(int units, TMarks marks)
    {
        _units = units;
        _marks = marks;
        int padded = (units + LaneSweep.Width - 1) / LaneSweep.Width * LaneSweep.Width;
        State = new(padded, TMarks.Questions, TMarks.SumsMagnitude);
        _thirdInSample = new int[TMarks.Questions > 2 ? padded : 0];
    }

    /// <summary>What was gathered.</summary>
    public TallyState State { get; }

    /// <summary>Adds rows of all units, each a sample of its own or, with <paramref name="partOfSample"/>, a position of one sample.</summary>
    /// <param name="data">The rows, and whatever follows them: what may be read past their end saves copying.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="partOfSample">Whether the third question is counted once for all of them.</param>
    public void AddRows(ReadOnlySpan<float> data, int rows, bool partOfSample)
    {
        ref float start = ref MemoryMarshal.GetReference(data);
        int unit = 0;
        for (; unit + LaneSweep.Width <= _units; unit += LaneSweep.Width)
            AddLanes(ref Unsafe.Add(ref start, unit), _units, rows, unit, LaneSweep.Width, partOfSample);
        if (unit == _units) return;
        // Lanes beyond the last unit see the next row's values; they fall into the padding of the arrays, which nobody reads.
        int readable = Math.Clamp((data.Length - unit - LaneSweep.Width) / _units + 1, 0, rows);
        if (data.Length < unit + LaneSweep.Width) readable = 0;
        if (readable > 0) AddLanes(ref Unsafe.Add(ref start, unit), _units, readable, unit, _units - unit, partOfSample);
        if (readable < rows) AddLastLanes(data[(readable * _units)..], rows - readable, unit, partOfSample);
    }

    /// <summary>Adds one sample of several positions; its third count grows by at most one a unit.</summary>
    public void AddSample(ReadOnlySpan<float> sample, int positions, bool channelsLast)
    {
        if (!channelsLast && positions >= ShortestRun)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                ReadOnlySpan<float> run = sample.Slice(unit * positions, positions);
                for (int start = 0; start < positions; start += LongestRun) AddRun(run.Slice(start, Math.Min(LongestRun, positions - start)), unit, start + LongestRun >= positions);
            }

            return;
        }

        if (!channelsLast) sample = Transposed(sample, positions);
        for (int done = 0; done < positions; done += TileRows)
        {
            int rows = Math.Min(TileRows, positions - done);
            AddRows(sample[(done * _units)..], rows, partOfSample: true);
        }

        for (int unit = 0; unit < _thirdInSample.Length; unit++)
        {
            if (_thirdInSample[unit] > 0) State.Third[unit]++;
            _thirdInSample[unit] = 0;
        }
    }

    /// <summary>Adds some of a unit's positions of one sample; with the last of them its third count grows by at most one.</summary>
    public void AddRun(ReadOnlySpan<float> run, int unit, bool isLast)
    {
        long third = AddRun(run, unit);
        if (TMarks.Questions <= 2) return;
        if (third > 0) _thirdInSample[unit] = 1;
        if (!isLast) return;
        State.Third[unit] += _thirdInSample[unit];
        _thirdInSample[unit] = 0;
    }

    // Neighbouring positions of one unit; returns how often the third question was answered yes. Clearing the sums before they are
    // written would cost as much as a short run.
    [SkipLocalsInit]
    private long AddRun(ReadOnlySpan<float> run, int unit)
    {
        ref float start = ref MemoryMarshal.GetReference(run);
        Vector512<float> pivot = Vector512.Create(start);
        LaneSweep.Run(ref start, LaneSweep.Width, run.Length / LaneSweep.Width, pivot, _marks, out LaneSums sums);
        int rest = run.Length % LaneSweep.Width;
        if (rest > 0)
        {
            // What does not fill a vector is filled up with the pivot, which adds nothing but marks and magnitude.
            Span<float> lanes = stackalloc float[LaneSweep.Width];
            lanes.Fill(start);
            run[^rest..].CopyTo(lanes);
            LaneSweep.Run(ref MemoryMarshal.GetReference(lanes), LaneSweep.Width, 1, pivot, _marks, out LaneSums last);
            sums.Add(in last);
            sums.Remove(LaneSweep.Width - rest, pivot, _marks);
        }

        if (!sums.AllFinite) return AddWithCare(ref start, 1, run.Length, unit);
        State.AddRun(unit, run.Length, in sums);
        return TMarks.Questions > 2 ? Vector512.Sum(sums.Third) : 0;
    }

    /// <summary>One sample with its channels last: a few positions of many channels are swept like rows of a dense layer. Valid until the next call.</summary>
    public ReadOnlySpan<float> Transposed(ReadOnlySpan<float> sample, int positions)
    {
        if (_transposed.Length < sample.Length) _transposed = new float[sample.Length];
        // By reference: index arithmetic and range checks would cost twice the moves.
        ref float source = ref MemoryMarshal.GetReference(sample), first = ref MemoryMarshal.GetArrayDataReference(_transposed);
        for (int unit = 0; unit < _units; unit++)
        {
            ref float target = ref Unsafe.Add(ref first, unit);
            for (int position = 0; position < positions; position++)
            {
                target = source;
                source = ref Unsafe.Add(ref source, 1);
                target = ref Unsafe.Add(ref target, _units);
            }
        }

        return _transposed.AsSpan(0, sample.Length);
    }

    [SkipLocalsInit]
    private void AddLanes(ref float data, nint stride, int rows, int unit, int lanes, bool partOfSample)
    {
        LaneSweep.Run(ref data, stride, rows, Vector512.LoadUnsafe(ref data), _marks, out LaneSums sums);
        if (sums.AllFinite)
        {
            State.AddLanes(unit, rows, in sums);
            if (TMarks.Questions > 2) AddThird(unit, sums.Third, partOfSample);
            return;
        }

        for (int lane = 0; lane < lanes; lane++)
        {
            int third = (int)AddWithCare(ref Unsafe.Add(ref data, lane), stride, rows, unit + lane);
            if (TMarks.Questions <= 2) continue;
            if (partOfSample) _thirdInSample[unit + lane] += third;
            else State.Third[unit + lane] += third;
        }
    }

    private void AddThird(int unit, Vector512<int> third, bool partOfSample)
    {
        if (partOfSample)
            (Vector512.LoadUnsafe(ref _thirdInSample[unit]) + third).StoreUnsafe(ref _thirdInSample[unit]);
        else
            TallyState.Add(State.Third, unit, third);
    }

    // The last rows of the data: at most sixteen, copied to where zeros follow them.
    private void AddLastLanes(ReadOnlySpan<float> data, int rows, int unit, bool partOfSample)
    {
        Span<float> lanes = stackalloc float[TileRows * LaneSweep.Width];
        lanes.Clear();
        int count = _units - unit;
        for (int r = 0; r < rows; r++) data.Slice(r * _units + unit, count).CopyTo(lanes[(r * LaneSweep.Width)..]);
        AddLanes(ref MemoryMarshal.GetReference(lanes), LaneSweep.Width, rows, unit, count, partOfSample);
    }

    // One value at a time, leaving NaN and ±∞ out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long AddWithCare(ref float data, nint stride, int count, int unit)
    {
        long third = 0;
        for (int i = 0; i < count; i++)
        {
            float x = Unsafe.Add(ref data, i * stride);
            if (!float.IsFinite(x))
            {
                State.NonFinite[unit]++;
                continue;
            }

            Vector512<float> lanes = Vector512.Create(x);
            State.AddOne(unit, x);
            if (IsYes(_marks.First(lanes))) State.First[unit]++;
            if (TMarks.Questions > 1 && IsYes(_marks.Second(lanes))) State.Second[unit]++;
            if (TMarks.Questions > 2 && IsYes(_marks.Third(lanes))) third++;
        }

        return third;
    }

    private static bool IsYes(Vector512<float> mask) => mask.AsInt32()[0] != 0;
}
