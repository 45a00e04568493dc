using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hillock.Onnx.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Probing;

/// <summary>All inputs of a model with what they are fed, batch by batch. A model of a fixed batch gets its last one filled up with the last sample.</summary>
internal sealed class BatchFeeds : IDisposable
{
    private readonly OnnxModel _model;
    private readonly List<BatchInput> _inputs = [];
    private readonly HashSet<BatchInput> _drawn = [];
    private long _read;

    private BatchFeeds(OnnxModel model) => _model = model;

    /// <summary>The names of the inputs.</summary>
    public string[] Names => [.. _inputs.Select(input => input.Input.Name)];

    /// <summary>The batch that the model takes; null where it leaves that open.</summary>
    public int? Fixed { get; private set; }

    /// <param name="model">The model.</param>
    /// <param name="options">Feeds and sizes.</param>
    /// <exception cref="InvalidDataException">The feeds do not fit the model, or something that it needs is not given.</exception>
    public static BatchFeeds Open(OnnxModel model, ProbeOptions options)
    {
        IReadOnlyList<ModelInput> inputs = ModelInput.Of(model);
        foreach (string name in options.Feeds.Keys.Concat(options.Shapes.Keys).Where(name => inputs.All(i => i.Name != name)))
            throw ModelError.At(model.Path, null, $"it has no input {ModelError.Show(name)}", $"its inputs are {string.Join(", ", inputs.Select(i => $"{i.Name} ({i.ShapeText})"))}");
        foreach (ModelInput input in inputs)
            if (options.Shapes.GetValueOrDefault(input.Name) is { } given && !input.Takes(given))
                throw ModelError.At(model.Path, $"input {ModelError.Show(input.Name)}", $"it takes {input.ShapeText}, but --shape gives {string.Join('x', given)}", "give a size only where the model leaves it open");
        foreach ((string name, long[] given) in options.Shapes)
            if (!ModelInput.FitsMemory(given))
                throw ModelError.At(model.Path, $"input {ModelError.Show(name)}", $"--shape {string.Join('x', given)} makes a batch of more than {ModelInput.MostNumbers:N0} numbers", "give smaller sizes");
        // Beside data what is drawn never ends.
        if (options.Feeds.Values.Any(feed => feed is SampleFeed)) options = options with { RandomSamples = int.MaxValue };
        BatchFeeds feeds = new(model);
        try
        {
            foreach (ModelInput input in inputs)
            {
                feeds._inputs.Add(BatchInput.Open(model.Path, input, options));
                if (!options.Feeds.ContainsKey(input.Name)) feeds._drawn.Add(feeds._inputs[^1]);
            }

            feeds.Fixed = feeds.FixedBatch(options);
            return feeds;
        }
        catch
        {
            feeds.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next samples.</summary>
    /// <param name="most">How many at most, where the model leaves that open.</param>
    /// <returns>How many there were, 0 at the end, and how many the batch to run holds.</returns>
    /// <exception cref="InvalidDataException">One input's data end before another's.</exception>
    public (int Samples, int Batch) Read(int most)
    {
        most = Fixed ?? most;
        // Constants alone are one sample.
        if (_read > 0 && !_inputs.Exists(input => input.HasSamples)) return (0, 0);
        int[] read = [.. _inputs.Select(input => input.Read(most))];
        int least = read.Min();
        int[] given = [.. Enumerable.Range(0, read.Length).Where(i => _inputs[i].HasSamples && !_drawn.Contains(_inputs[i]))];
        if (given.Length > 0 && given.Max(i => read[i]) > given.Min(i => read[i]))
        {
            (int shorter, int longer) = (given.MinBy(i => read[i]), given.MaxBy(i => read[i]));
            throw ModelError.At(_model.Path, $"input {ModelError.Show(_inputs[shorter].Input.Name)}",
                $"its data hold {_read + read[shorter]} samples, those of input {ModelError.Show(_inputs[longer].Input.Name)} more", "give as many samples to each input");
        }

        _read += least;
        int batch = least == 0 ? 0 : Fixed ?? least;
        foreach (BatchInput input in _inputs) input.Fill(least, batch);
        return (least, batch);
    }

    /// <summary>What was read last, as ONNX Runtime takes it; the caller disposes the values.</summary>
    public OrtValue[] Values(int batch) => [.. _inputs.Select(input => input.ToValue(batch))];

    /// <summary>The same, in memory that stays as it is while more is read.</summary>
    /// <param name="batch">How many samples the batch to run holds.</param>
    /// <param name="buffers">A buffer for each input that is free again, and then those that hold the values.</param>
    public OrtValue[] Values(int batch, float[][] buffers)
    {
        OrtValue[] values = Values(batch);
        for (int i = 0; i < buffers.Length; i++) _inputs[i].Swap(ref buffers[i]);
        return values;
    }

    /// <summary>Adds the samples that were read last to a hash.</summary>
    public void AddTo(IncrementalHash hash, int samples)
    {
        foreach (BatchInput input in _inputs) hash.AppendData(MemoryMarshal.AsBytes(input.Values(input.HasSamples ? samples : 1)));
    }

    /// <summary>What was fed so far.</summary>
    public IReadOnlyList<FedRange> Ranges(int batch) => [.. _inputs.Select(input => input.Range(batch))];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BatchInput input in _inputs) input.Dispose();
    }

    private int? FixedBatch(ProbeOptions options)
    {
        long Batch(ModelInput input) => (options.Shapes.GetValueOrDefault(input.Name) ?? [.. input.Shape])[0];
        ModelInput[] ofAxes = [.. _inputs.Select(i => i.Input).Where(i => i.Shape.Count > 0)];
        long[] distinct = [.. _inputs.Where(i => i.HasSamples && i.Input.Shape.Count > 0).Select(i => Batch(i.Input)).Where(first => first > 0).Distinct()];
        if (distinct.Length > 1)
            throw ModelError.At(_model.Path, null, $"its inputs take batches of {string.Join(" and ", distinct)} samples", "give the inputs that are no samples with --input NAME=VALUE");
        return distinct.Length == 1 ? checked((int)distinct[0]) : ofAxes.Any(i => Batch(i) > 0) ? 1 : null;
    }
}
