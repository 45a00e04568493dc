using Hillock.Data.Files;

namespace Hillock.Data.Reading;

/// <summary>Samples that stand in memory.</summary>
internal sealed class LoadedSamples : SampleReader
{
    private readonly Samples _samples;
    private int _next;

    public LoadedSamples(string name, Dataset data) : this(name, data.Shape, data.Train, data.FormatMaximum)
    {
    }

    private LoadedSamples(string name, IReadOnlyList<int> shape, Samples samples, float? formatMaximum) : base(name, shape, formatMaximum) => _samples = samples;

    /// <summary>A table of as many columns as a sample needs; of one more, whose last is then the label.</summary>
    public static LoadedSamples OfTable(string path, SampleFit fit)
    {
        if (fit.Features is not int features) return new(path, DataSource.Load(path));
        try
        {
            Samples all = DataSource.LoadFeatures(path, new([features], [], false, null, -1, null));
            return new(path, [features], all, null);
        }
        catch (InvalidDataException)
        {
            Dataset labelled = DataSource.Load(path);
            return labelled.Train.Features == features ? new(path, labelled)
                : throw DataError.At(path, null, $"a row has {labelled.Train.Features} columns and a label, but {features} numbers are needed", "give a table of that width");
        }
    }

    public override int Read(Span<float> values)
    {
        int count = Math.Min(_samples.Count - _next, values.Length / _samples.Features);
        _samples.X.AsSpan(_next * _samples.Features, count * _samples.Features).CopyTo(values);
        _next += count;
        return count;
    }
}
