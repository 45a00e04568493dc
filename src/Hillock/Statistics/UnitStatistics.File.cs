namespace Hillock.Statistics;

// Saving and loading; the format is described in StatisticsFile.cs.
public sealed partial class UnitStatistics
{
    /// <summary>Writes everything, so that <see cref="Load"/> gives statistics that behave the same.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StatisticsFile.Write(stream, writer =>
        {
            StatisticsFile.WriteText(writer, Activation.ToString());
            writer.Write(Units);
            writer.Write(DetailEvery);
            writer.Write(SaturatedSlope);
            writer.Write(Samples);
            writer.Write(Observations);
            foreach (TallyState state in (TallyState[])[_z.State, _a.State]) SaveState(writer, state);
            StatisticsFile.Write(writer, _detail.Counts);
            writer.Write(_detail.DerivativeSum);
            StatisticsFile.Write(writer, _gradient.Squares);
            StatisticsFile.Write(writer, _gradient.Bins);
            writer.Write(_gradient.Zeros);
            writer.Write(_gradient.Observations);
        });
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The stream holds something else, or is cut short or damaged; the message says which.</exception>
    public static UnitStatistics Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using BinaryReader reader = StatisticsFile.Open(stream);
        try
        {
            UnitStatistics statistics = LoadHead(reader);
            foreach (TallyState state in (TallyState[])[statistics._z.State, statistics._a.State]) LoadState(reader, state);
            DetailSample detail = statistics._detail;
            StatisticsFile.ReadCounts(reader, detail.Counts);
            detail.DerivativeSum = reader.ReadDouble();
            StatisticsFile.ReadSums(reader, statistics._gradient.Squares);
            StatisticsFile.ReadCounts(reader, statistics._gradient.Bins);
            statistics._gradient.BinsWereRead();
            statistics._gradient.Zeros = StatisticsFile.ReadCount(reader);
            statistics._gradient.Observations = StatisticsFile.ReadCount(reader);
            long left = reader.BaseStream.Length - reader.BaseStream.Position;
            return left == 0 ? statistics : throw new InvalidDataException($"The saved statistics hold {left} bytes too many.");
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The saved statistics hold fewer numbers than their units need.", e);
        }
    }

    // The same to the bit, without the checks and the hash of a file: for checkpoints, which have their own, and for trials.
    internal void Pass(StateStream state)
    {
        Samples = state.Value(Samples);
        Observations = state.Value(Observations);
        foreach (TallyState tally in (TallyState[])[_z.State, _a.State])
        {
            foreach (double[] values in tally.Doubles) state.Values(values.AsSpan());
            foreach (long[] values in tally.Counts) state.Values(values.AsSpan());
            state.Values(tally.Origin.AsSpan());
            state.Values(tally.Minimum.AsSpan());
            state.Values(tally.Maximum.AsSpan());
        }

        state.Values(_detail.Counts.AsSpan());
        _detail.DerivativeSum = state.Value(_detail.DerivativeSum);
        state.Values(_gradient.Squares.AsSpan());
        state.Values(_gradient.Bins.AsSpan());
        if (state.Reads) _gradient.BinsWereRead();
        _gradient.Zeros = state.Value(_gradient.Zeros);
        _gradient.Observations = state.Value(_gradient.Observations);
    }

    private static UnitStatistics LoadHead(BinaryReader reader)
    {
        string text = StatisticsFile.ReadText(reader);
        if (!Activation.TryParse(text, out Activation? activation))
            throw new InvalidDataException($"The saved statistics are of an activation function that is not known: '{text}'.");
        int units = reader.ReadInt32(), detailEvery = reader.ReadInt32();
        double slope = reader.ReadDouble();
        // Each unit needs more than this many bytes, so that a lying count of units allocates nothing.
        const int leastBytesOfUnit = 100;
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        if (units is < 1 or > StatisticsFile.MostUnits || (long)units * leastBytesOfUnit > left)
            throw new InvalidDataException($"The saved statistics claim {units} units, which their {left} bytes cannot hold.");
        if (detailEvery < 1 || !(slope > 0 && double.IsFinite(slope)))
            throw new InvalidDataException($"The saved statistics claim a detail interval of {detailEvery} and a saturation slope of {slope}.");
        return new(activation, units, detailEvery, slope)
        {
            Samples = StatisticsFile.ReadCount(reader),
            Observations = StatisticsFile.ReadCount(reader),
        };
    }

    private static void SaveState(BinaryWriter writer, TallyState state)
    {
        foreach (double[] values in state.Doubles) StatisticsFile.Write(writer, values);
        foreach (long[] values in state.Counts) StatisticsFile.Write(writer, values);
        StatisticsFile.Write(writer, state.Origin);
        StatisticsFile.Write(writer, state.Minimum);
        StatisticsFile.Write(writer, state.Maximum);
    }

    private static void LoadState(BinaryReader reader, TallyState state)
    {
        foreach (double[] values in state.Doubles) StatisticsFile.ReadSums(reader, values);
        foreach (long[] values in state.Counts) StatisticsFile.ReadCounts(reader, values);
        StatisticsFile.ReadFloats(reader, state.Origin);
        StatisticsFile.ReadFloats(reader, state.Minimum);
        StatisticsFile.ReadFloats(reader, state.Maximum);
    }
}
