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
            (float[] shift, float[] factor) = Fit(kind == ScaleKind.X100 ? usual : kind, path, fit, reader.FormatMaximum, size);
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

    private static (float[] Shift, float[] Factor) Fit(ScaleKind kind, string path, SampleFit fit, float? maximum, int size)
    {
        float[] shift = new float[size], factor = new float[size];
        Array.Fill(factor, 1);
        if (kind == ScaleKind.Unit && maximum is float most) Array.Fill(factor, 1 / most);
        if (kind == ScaleKind.Raw || (kind == ScaleKind.Unit && maximum is not null)) return (shift, factor);
        double[] mean = new double[size], squares = new double[size];
        float largest = 0;
        long count = 0;
        using SampleReader reader = SampleReader.Open(path, fit);
        float[] batch = new float[size * Math.Max(1, (1 << 18) / size)];
        while (reader.Read(batch) is int read and > 0)
        {
            for (int sample = 0; sample < read; sample++)
            {
                count++;
                for (int i = 0; i < size; i++)
                {
                    double value = batch[sample * size + i], apart = value - mean[i];
                    mean[i] += apart / count;
                    squares[i] += apart * (value - mean[i]);
                    largest = Math.Max(largest, Math.Abs((float)value));
                }
            }
        }

        for (int i = 0; i < size; i++)
        {
            double deviation = Math.Sqrt(squares[i] / count);
            (shift[i], factor[i]) = kind == ScaleKind.Unit ? (0, largest > 0 ? 1 / largest : 1) : ((float)mean[i], deviation > 0 ? (float)(1 / deviation) : 1);
        }

        return (shift, factor);
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
