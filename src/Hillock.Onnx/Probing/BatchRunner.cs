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
    private readonly BatchFeeds _feeds;
    private readonly ProbeOptions _options;
    private readonly string[] _inputs, _outputs;
    private int _batch;

    private BatchRunner(OnnxModel model, ModelSession session, BatchFeeds feeds, IEnumerable<string> outputs, ProbeOptions options)
    {
        (_model, _session, _feeds, _options) = (model, session, feeds, options);
        _inputs = feeds.Names;
        _outputs = [.. outputs.Distinct()];
        _batch = feeds.Fixed ?? options.Batch ?? 1;
    }

    /// <summary>The values that can be had, with their types and shapes.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.Outputs;

    /// <summary>Samples that went through.</summary>
    public long Samples { get; private set; }

    /// <summary>Time that took, counting included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>What the inputs were fed.</summary>
    public IReadOnlyList<FedRange> Fed => _feeds.Ranges(_batch);

    /// <param name="model">The model.</param>
    /// <param name="values">Which values to hand out: inner ones, or the model's outputs.</param>
    /// <param name="options">Feeds, sizes, threads.</param>
    /// <exception cref="InvalidDataException">The feeds do not fit the model, or something that it needs is not given.</exception>
    public static BatchRunner Open(OnnxModel model, IEnumerable<string> values, ProbeOptions options)
    {
        string[] wanted = [.. values];
        BatchFeeds feeds = BatchFeeds.Open(model, options);
        try
        {
            return new(model, ModelSession.Open(model, wanted, null, options.Threads), feeds, wanted, options);
        }
        catch
        {
            feeds.Dispose();
            throw;
        }
    }

    /// <summary>Runs all samples, or until it is cancelled.</summary>
    /// <param name="observe">Told of every batch: its values, which live as long as the call, the samples that were run and how many of these are the data's.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidDataException">There is no sample, or ONNX Runtime does not take these.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the first sample.</exception>
    public void Run(Action<IReadOnlyDictionary<string, OrtValue>, int, int> observe, CancellationToken cancellation)
    {
        using RunOptions runOptions = new();
        long start = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && _feeds.Read(_batch) is ( > 0, _) read)
        {
            Run(runOptions, read.Samples, read.Batch, observe);
            Samples += read.Samples;
            _options.Progress?.Report(Samples);
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
        if (Samples > 0) return;
        cancellation.ThrowIfCancellationRequested();
        throw ModelError.At(_model.Path, null, "the data hold no sample", "give more data");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feeds.Dispose();
        _session.Dispose();
    }

    private void Run(RunOptions runOptions, int samples, int batch, Action<IReadOnlyDictionary<string, OrtValue>, int, int> observe)
    {
        OrtValue[] values = _feeds.Values(batch);
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Session.Run(runOptions, _inputs, values, _outputs);
            observe(_outputs.Zip(results).ToDictionary(p => p.First, p => p.Second), batch, samples);
            if (_feeds.Fixed is null && _options.Batch is null && _batch == 1) _batch = LargerBatch(results);
        }
        catch (OnnxRuntimeException exception)
        {
            string shapes = string.Join(", ", _feeds.Ranges(batch).Select(f => $"{f.Input} {string.Join('x', f.Shape)}"));
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
