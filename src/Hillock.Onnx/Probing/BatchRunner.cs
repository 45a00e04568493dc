using System.Diagnostics;
using Hillock.Onnx.Models;
using Hillock.Onnx.Running;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Probing;

/// <summary>Runs a model over all samples of its feeds, batch by batch, and hands out the values that were asked for.</summary>
internal sealed class BatchRunner : IDisposable
{
    // What a batch's values may take; the batch is as large as that allows.
    private const long BatchBytes = 16 << 20;
    private const int LargestBatch = 64;

    private readonly OnnxModel _model;
    private readonly ModelSession _session;
    private readonly List<BatchInput> _feeds;
    private readonly ProbeOptions _options;
    private readonly string[] _inputs, _outputs;
    private readonly int? _fixedBatch;
    private int _batch;

    private BatchRunner(OnnxModel model, ModelSession session, List<BatchInput> feeds, IEnumerable<string> outputs, int? fixedBatch, ProbeOptions options)
    {
        (_model, _session, _feeds, _fixedBatch, _options) = (model, session, feeds, fixedBatch, options);
        _inputs = [.. feeds.Select(f => f.Input.Name)];
        _outputs = [.. outputs.Distinct()];
        _batch = fixedBatch ?? options.Batch ?? 1;
    }

    /// <summary>The values that can be had, with their types and shapes.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.Outputs;

    /// <summary>Samples that went through.</summary>
    public long Samples { get; private set; }

    /// <summary>Time that took, counting included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>What the inputs were fed.</summary>
    public IReadOnlyList<FedRange> Fed => [.. _feeds.Select(f => f.Range(_batch))];

    /// <param name="model">The model.</param>
    /// <param name="values">Which values to hand out: inner ones, or the model's outputs.</param>
    /// <param name="options">Feeds, sizes, threads.</param>
    /// <exception cref="InvalidDataException">The feeds do not fit the model, or something that it needs is not given.</exception>
    public static BatchRunner Open(OnnxModel model, IEnumerable<string> values, ProbeOptions options)
    {
        string[] wanted = [.. values];
        IReadOnlyList<ModelInput> inputs = ModelInput.Of(model);
        foreach (string name in options.Feeds.Keys.Concat(options.Shapes.Keys).Where(name => inputs.All(i => i.Name != name)))
            throw ModelError.At(model.Path, null, $"it has no input {ModelError.Show(name)}", $"its inputs are {string.Join(", ", inputs.Select(i => $"{i.Name} ({i.ShapeText})"))}");
        foreach (ModelInput input in inputs)
            if (options.Shapes.GetValueOrDefault(input.Name) is { } given && !input.Takes(given))
                throw ModelError.At(model.Path, $"input {ModelError.Show(input.Name)}", $"it takes {input.ShapeText}, but --shape gives {string.Join('x', given)}", "give a size only where the model leaves it open");
        List<BatchInput> feeds = [];
        try
        {
            foreach (ModelInput input in inputs) feeds.Add(BatchInput.Open(model.Path, input, options));
            ModelSession session = ModelSession.Open(model, wanted, null, options.Threads);
            return new(model, session, feeds, wanted, FixedBatch(model, inputs, options, feeds), options);
        }
        catch
        {
            foreach (BatchInput feed in feeds) feed.Dispose();
            throw;
        }
    }

    /// <summary>Runs all samples, or until it is cancelled; what is handed out lives as long as the call.</summary>
    /// <exception cref="InvalidDataException">There is no sample, or ONNX Runtime does not take these.</exception>
    public void Run(Action<IReadOnlyDictionary<string, OrtValue>, int> observe, CancellationToken cancellation)
    {
        using RunOptions runOptions = new();
        long start = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && Read() is int samples and > 0)
        {
            Run(runOptions, samples, observe);
            Samples += samples;
            _options.Progress?.Report(Samples);
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
        if (Samples == 0 && !cancellation.IsCancellationRequested)
            throw ModelError.At(_model.Path, null, _batch > 1 ? $"it takes batches of {_batch} samples, and the data hold fewer" : "the data hold no sample", "give more data");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BatchInput feed in _feeds) feed.Dispose();
        _session.Dispose();
    }

    // Null where the model leaves the batch open.
    private static int? FixedBatch(OnnxModel model, IReadOnlyList<ModelInput> inputs, ProbeOptions options, List<BatchInput> feeds)
    {
        long Batch(ModelInput input) => (options.Shapes.GetValueOrDefault(input.Name) ?? [.. input.Shape])[0];
        ModelInput[] ofAxes = [.. inputs.Where(i => i.Shape.Count > 0)];
        long[] distinct = [.. ofAxes.Where(i => feeds.First(f => f.Input == i).HasSamples).Select(Batch).Where(first => first > 0).Distinct()];
        if (distinct.Length > 1)
            throw ModelError.At(model.Path, null, $"its inputs take batches of {string.Join(" and ", distinct)} samples", "give the inputs that are no samples with --input NAME=VALUE");
        return distinct.Length == 1 ? checked((int)distinct[0]) : ofAxes.Any(i => Batch(i) > 0) ? 1 : null;
    }

    // As many as every input has left; a model of a fixed batch takes nothing less.
    private int Read()
    {
        int least = _batch;
        foreach (BatchInput feed in _feeds) least = Math.Min(least, feed.Read(_batch));
        return _fixedBatch > 1 && least < _fixedBatch ? 0 : least;
    }

    private void Run(RunOptions runOptions, int samples, Action<IReadOnlyDictionary<string, OrtValue>, int> observe)
    {
        OrtValue[] values = [.. _feeds.Select(f => f.ToValue(samples))];
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Session.Run(runOptions, _inputs, values, _outputs);
            observe(_outputs.Zip(results).ToDictionary(p => p.First, p => p.Second), samples);
            if (_fixedBatch is null && _options.Batch is null && _batch == 1) _batch = LargerBatch(results);
        }
        catch (OnnxRuntimeException exception)
        {
            string shapes = string.Join(", ", _feeds.Select(f => $"{f.Input.Name} {string.Join('x', f.Range(samples).Shape)}"));
            throw ModelError.At(_model.Path, null, $"ONNX Runtime does not take {shapes} ({RuntimeText.Short(exception.Message)})", "give other sizes with --shape, or other data");
        }
        finally
        {
            foreach (OrtValue value in values) value.Dispose();
        }
    }

    private static int LargerBatch(IReadOnlyCollection<OrtValue> results)
    {
        long bytes = results.Where(r => r.IsTensor).Sum(r => r.GetTensorTypeAndShape().ElementCount * sizeof(float));
        return (int)Math.Clamp(BatchBytes / Math.Max(1, bytes), 1, LargestBatch);
    }
}
