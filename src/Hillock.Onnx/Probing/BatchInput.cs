using System.Numerics;
using System.Runtime.InteropServices;
using Hillock.Onnx.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Probing;

/// <summary>An input with what it is fed, batch by batch, in the shape and type that the model takes.</summary>
internal sealed class BatchInput : IDisposable
{
    private readonly ISampleReader? _stream;
    private readonly double _constant;
    private readonly bool _turn;

    // Whether a constant is as long as the batch; else it has the same shape for any.
    private bool _isOpen;
    private float[] _values = [];
    private double _sum;
    private long _count;
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity;

    private BatchInput(ModelInput input, int[] sample, ISampleReader? stream, double constant, bool turn)
    {
        (Input, Sample, _stream, _constant, _turn) = (input, sample, stream, constant, turn);
        Size = sample.Aggregate(1, (a, b) => checked(a * b));
    }

    public ModelInput Input { get; }

    /// <summary>The sizes of one sample; all sizes for a constant.</summary>
    public int[] Sample { get; }

    /// <summary>Values of one sample.</summary>
    public int Size { get; }

    /// <summary>Whether it gives samples, so that it says how many there are.</summary>
    public bool HasSamples => _stream is not null;

    /// <summary>Puts an input and its feed together.</summary>
    /// <param name="model">What errors call the model.</param>
    /// <param name="input">The input.</param>
    /// <param name="options">Feeds and sizes.</param>
    /// <exception cref="InvalidDataException">The samples do not fit the input, or a size is not known; the message says how to give it.</exception>
    public static BatchInput Open(string model, ModelInput input, ProbeOptions options)
    {
        InputFeed? feed = options.Feeds.GetValueOrDefault(input.Name);
        string place = $"input {ModelError.Show(input.Name)}";
        long[] shape = [.. options.Shapes.GetValueOrDefault(input.Name) ?? [.. input.Shape]];
        if (feed is ConstantFeed constant)
        {
            Known(model, place, input, shape);
            return new(input, [.. shape.Select((s, i) => i == 0 && s < 0 ? 1 : checked((int)s))], null, constant.Value, false) { _isOpen = shape is [< 0, ..] };
        }

        if (shape.Length == 0)
            throw ModelError.At(model, place, "it is a single number that the model needs and no data hold", $"give it with --input {input.Name}=VALUE");
        if (feed is not SampleFeed samples)
            return new(input, Known(model, place, input, shape), new RandomSamples(input, Known(model, place, input, shape), options.RandomSamples, options.Seed), 0, false);
        ISampleReader stream = samples.Open();
        try
        {
            (int[] sample, bool turn) = Fit(model, place, input, shape, stream);
            return new(input, sample, stream, 0, turn);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads up to <paramref name="most"/> samples; returns how many. A constant gives as many as are asked for.</summary>
    public int Read(int most)
    {
        int length = checked((_stream is null && !_isOpen ? 1 : most) * Size);
        if (_values.Length < length) _values = new float[length];
        if (_stream is null)
        {
            _values.AsSpan(0, length).Fill((float)_constant);
            Note(_values.AsSpan(0, Math.Min(1, length)));
            return most;
        }

        Span<float> values = _values.AsSpan(0, most * Size);
        int read = 0;
        while (read < most && _stream.Read(values[(read * Size)..]) is int more and > 0) read += more;
        values = values[..(read * Size)];
        if (_turn)
            for (int i = 0; i < read; i++) Turn(values.Slice(i * Size, Size));
        if (Input.IsWhole) DemandWhole(values);
        Note(values);
        return read;
    }

    /// <summary>Repeats the last of some samples up to a number of them.</summary>
    public void Fill(int samples, int batch)
    {
        for (int i = samples; _stream is not null && i < batch; i++) _values.AsSpan((samples - 1) * Size, Size).CopyTo(_values.AsSpan(i * Size));
    }

    /// <summary>The first <paramref name="samples"/> of what was read last, as ONNX Runtime takes it.</summary>
    public OrtValue ToValue(int samples)
    {
        long[] shape = Shape(samples);
        Memory<float> values = _values.AsMemory(0, (int)shape.Aggregate(1L, (a, b) => a * b));
        return Input.Element switch
        {
            ElementType.Float => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape),
            ElementType.Float16 => Converted(values.Span, shape, v => (Float16)v),
            ElementType.BFloat16 => Converted(values.Span, shape, v => (BFloat16)v),
            ElementType.Double => Converted(values.Span, shape, v => (double)v),
            ElementType.Int64 => Converted(values.Span, shape, v => (long)v),
            ElementType.Int32 => Converted(values.Span, shape, v => (int)v),
            ElementType.Int16 => Converted(values.Span, shape, v => (short)v),
            ElementType.Int8 => Converted(values.Span, shape, v => (sbyte)v),
            ElementType.UInt64 => Converted(values.Span, shape, v => (ulong)v),
            ElementType.UInt32 => Converted(values.Span, shape, v => (uint)v),
            ElementType.UInt16 => Converted(values.Span, shape, v => (ushort)v),
            ElementType.UInt8 => Converted(values.Span, shape, v => (byte)v),
            ElementType.Bool => Converted(values.Span, shape, v => v != 0),
            _ => throw new NotSupportedException($"{Input.Element} has no conversion."),
        };
    }

    /// <summary>Leaves what was read last to the caller, and takes another buffer to read into.</summary>
    public void Swap(ref float[] buffer) => (_values, buffer) = (buffer, _values);

    /// <summary>The first samples of what was read last, as numbers.</summary>
    public ReadOnlySpan<float> Values(int samples) => _values.AsSpan(0, samples * Size);

    /// <summary>What was fed so far.</summary>
    public FedRange Range(int batch) => new(Input.Name, _stream?.Name ?? "given", Shape(batch), _least, _most, _sum / _count);

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    private long[] Shape(int samples) => _stream is not null ? [samples, .. Sample.Select(s => (long)s)]
        : [.. Sample.Select((s, i) => i == 0 && _isOpen ? samples : (long)s)];

    private static OrtValue Converted<T>(ReadOnlySpan<float> values, long[] shape, Func<float, T> convert) where T : unmanaged
    {
        T[] converted = new T[values.Length];
        for (int i = 0; i < converted.Length; i++) converted[i] = convert(values[i]);
        return OrtValue.CreateTensorValueFromMemory(converted, shape);
    }

    // Converted they would be cut off without a word, and what is cut off to 0 makes units look dead.
    private void DemandWhole(ReadOnlySpan<float> values)
    {
        (double low, double high) = Input.Element.Range();
        foreach (float value in values)
        {
            if (value == MathF.Truncate(value) && value >= low && value <= high) continue;
            throw ModelError.At(_stream!.Name, null, $"it holds {value:R}, and input {ModelError.Show(Input.Name)} takes whole numbers of type {Input.Element}",
                "give such numbers, and no --scale but raw");
        }
    }

    // NaN and ±∞ do not come from the readers.
    private void Note(ReadOnlySpan<float> values)
    {
        _count += values.Length;
        ReadOnlySpan<Vector<float>> lanes = MemoryMarshal.Cast<float, Vector<float>>(values);
        // A block's sum in floats, the blocks' in double: exact enough for a mean that people read.
        for (int start = 0; start < lanes.Length; start += 64)
        {
            Vector<float> sum = Vector<float>.Zero, least = new((float)Math.Min(_least, float.MaxValue)), most = new((float)Math.Max(_most, float.MinValue));
            foreach (Vector<float> lane in lanes[start..Math.Min(start + 64, lanes.Length)])
                (sum, least, most) = (sum + lane, Vector.Min(least, lane), Vector.Max(most, lane));
            _sum += Vector.Sum(sum);
            for (int i = 0; i < Vector<float>.Count; i++) (_least, _most) = (Math.Min(_least, least[i]), Math.Max(_most, most[i]));
        }

        foreach (float value in values[(lanes.Length * Vector<float>.Count)..])
            (_least, _most, _sum) = (Math.Min(_least, value), Math.Max(_most, value), _sum + value);
    }

    private static int[] Known(string model, string place, ModelInput input, long[] shape) =>
        shape.Length == 0 ? [] : shape.Skip(1).All(s => s > 0) ? [.. shape.Skip(1).Select(s => checked((int)s))]
        : throw ModelError.At(model, place, $"the model leaves its size open ({input.ShapeText})",
            $"give it with --shape {input.Name}={string.Join('x', shape.Select((s, i) => s > 0 ? $"{s}" : i == 0 ? "1" : shape.Length == 4 ? i == 1 ? "3" : "320" : "N"))}, with numbers that the model takes");

    // As it is; with ones left out or added; with channels moved; where a size is open, as the data have it.
    private static (int[] Sample, bool Turn) Fit(string model, string place, ModelInput input, long[] shape, ISampleReader stream)
    {
        long[] wanted = shape[1..];
        IReadOnlyList<int> given = stream.Shape;
        bool Fits(IReadOnlyList<int> sizes) => sizes.Count == wanted.Length && !wanted.Where((w, i) => w > 0 && w != sizes[i]).Any();
        if (Fits(given)) return ([.. given], false);
        if (given.Count == 3 && Fits([given[2], given[0], given[1]])) return ([given[2], given[0], given[1]], true);
        int size = given.Aggregate(1, (a, b) => checked(a * b));
        if (wanted.All(w => w > 0) && wanted.Aggregate(1.0, (a, b) => a * b) == size) return ([.. wanted.Select(w => (int)w)], false);
        int[] plain = [.. given.Where(s => s != 1)];
        int next = 0;
        int[] spread = [.. wanted.Select(w => w == 1 || next >= plain.Length ? 1 : plain[next++])];
        if (next == plain.Length && Fits(spread)) return (spread, false);
        throw ModelError.At(model, place, $"it takes {string.Join('x', shape.Select(s => s < 0 ? "?" : $"{s}"))} (samples first), but a sample of {stream.Name} has {(given.Count == 0 ? "one number" : string.Join('x', given))}",
            "give data of that shape, or another input with INPUT=PATH");
    }

    // From height × width × channels to channels first.
    private void Turn(Span<float> values)
    {
        int channels = Sample[0], positions = Size / channels;
        float[] copy = values.ToArray();
        for (int c = 0; c < channels; c++)
            for (int p = 0; p < positions; p++) values[c * positions + p] = copy[p * channels + c];
    }
}
