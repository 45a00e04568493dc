using Hillock.Data;
using Hillock.Onnx.Probing;

namespace Hillock.Cli.Models;

/// <summary>Samples on their way to a model: scaled, then less the mean and over the deviation that were given.</summary>
internal sealed class ScaledSamples : ISampleReader
{
    private readonly SampleReader _reader;
    private readonly float[] _shift, _factor;

    private ScaledSamples(SampleReader reader, float[] shift, float[] factor) => (_reader, _shift, _factor) = (reader, shift, factor);

    public string Name => _reader.Name;

    public IReadOnlyList<int> Shape => _reader.Shape;

    /// <summary>Opens samples; a scale that is fitted on the data reads them once before.</summary>
    public static ScaledSamples Open(string path, SampleFit fit, ModelDataSettings settings)
    {
        SampleReader reader = SampleReader.Open(path, fit);
        try
        {
            int size = reader.Shape.Aggregate(1, (a, b) => a * b);
            ScaleKind usual = reader.FormatMaximum is null ? ScaleKind.Raw : ScaleKind.Unit, kind = settings.Scale ?? usual;
            (_, float[] shift, float[] factor) = Fit(kind == ScaleKind.X100 ? usual : kind, path, fit, reader.FormatMaximum, size);
            for (int i = 0; i < size; i++)
            {
                float mean = Of(settings.Mean, 0, i, reader.Shape, "--mean"), std = Of(settings.Std, 1, i, reader.Shape, "--std");
                // ((x − s)·f − m)/d = (x − (s + m/f))·f/d.
                shift[i] += mean / factor[i];
                factor[i] = factor[i] / std * (kind == ScaleKind.X100 ? 100 : 1);
            }

            return new(reader, shift, factor);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public int Read(Span<float> values)
    {
        int count = _reader.Read(values), size = _shift.Length;
        for (int start = 0; start < count * size; start += size)
            for (int i = 0; i < size; i++) values[start + i] = (values[start + i] - _shift[i]) * _factor[i];
        return count;
    }

    public void Dispose() => _reader.Dispose();

    private static Scaler Fit(ScaleKind kind, string path, SampleFit fit, float? maximum, int size)
    {
        ScaleFit scale = new(size);
        if (kind == ScaleKind.Raw || (kind == ScaleKind.Unit && maximum is not null)) return scale.ToScaler(kind, maximum);
        float[] batch = new float[size * Math.Max(1, (1 << 18) / size)];
        using SampleReader reader = SampleReader.Open(path, fit);
        while (reader.Read(batch) is int read and > 0) scale.Add(batch.AsSpan(0, read * size));
        return scale.ToScaler(kind, maximum);
    }

    // One number for all, one for each channel, or one for each value.
    private static float Of(IReadOnlyList<float> numbers, float otherwise, int index, IReadOnlyList<int> shape, string option)
    {
        int size = shape.Aggregate(1, (a, b) => a * b), n = numbers.Count;
        return n == 0 ? otherwise : n == 1 ? numbers[0] : n == size ? numbers[index]
            : shape.Count == 3 && shape[0] == n ? numbers[index / (size / n)]
            : shape.Count == 3 && shape[2] == n ? numbers[index % n]
            : throw new SpecificationException($"{option}: {n} numbers are given, but a sample has the shape {string.Join('x', shape)}; give one, or one for each channel");
    }
}
