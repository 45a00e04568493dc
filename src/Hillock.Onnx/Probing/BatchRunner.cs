using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Hillock.Onnx.Models;
using Hillock.Onnx.Running;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Probing;

/// <summary>
/// Runs a model over all samples of its feeds, batch by batch, and hands out the values that were asked for. Several workers take the
/// batches by turns and run each on one thread, which wastes less than several threads on one batch: each worker sees the same batches in
/// every run.
/// </summary>
internal sealed class BatchRunner : IDisposable
{
    // What a batch's values may take, the batch being as large as that allows, and those of all workers.
    private const long BatchBytes = 16 << 20, AllBytes = 1 << 30;
    private const int LargestBatch = 64;

    private readonly OnnxModel _model;
    private readonly ModelSession _session;
    private readonly BatchFeeds _feeds;
    private readonly ProbeOptions _options;
    private readonly string[] _inputs, _outputs;
    private readonly RunOptions _runOptions = new();
    private int _batch, _workers, _turn;
    private bool _isOver;
    private ExceptionDispatchInfo? _failure;

    private BatchRunner(OnnxModel model, ModelSession session, BatchFeeds feeds, IEnumerable<string> outputs, int workers, ProbeOptions options)
    {
        (_model, _session, _feeds, _workers, _options) = (model, session, feeds, workers, options);
        _inputs = feeds.Names;
        _outputs = [.. outputs.Distinct()];
        _batch = feeds.Fixed ?? options.Batch ?? 1;
    }

    /// <summary>Told of a batch.</summary>
    /// <param name="worker">Who ran it, from 0; one worker's batches come one after the other, different workers' at the same time.</param>
    /// <param name="values">The values that were asked for; they live as long as the call.</param>
    /// <param name="batch">The samples that were run.</param>
    /// <param name="samples">How many of these are the data's; the others fill up a fixed batch.</param>
    public delegate void Observer(int worker, IReadOnlyDictionary<string, OrtValue> values, int batch, int samples);

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
    /// <param name="workers">How many batches may run at once; with 1 the threads run each batch together, and batches come in order.</param>
    /// <exception cref="InvalidDataException">The feeds do not fit the model, or something that it needs is not given.</exception>
    public static BatchRunner Open(OnnxModel model, IEnumerable<string> values, ProbeOptions options, int workers = 1)
    {
        string[] wanted = [.. values];
        BatchFeeds feeds = BatchFeeds.Open(model, options);
        try
        {
            return new(model, ModelSession.Open(model, wanted, null, workers > 1 ? 1 : options.Threads), feeds, wanted, workers, options);
        }
        catch
        {
            feeds.Dispose();
            throw;
        }
    }

    /// <summary>Runs all samples, or until it is cancelled.</summary>
    /// <param name="observe">Told of every batch.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidDataException">There is no sample, or ONNX Runtime does not take these.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the first sample.</exception>
    public void Run(Observer observe, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        float[][] buffers = Buffers();
        // The first alone: by it the others are sized.
        Step(0, buffers, observe, cancellation);
        Thread[] others = [.. Enumerable.Range(1, _workers - 1).Select(worker => new Thread(() => Work(worker, Buffers(), observe, cancellation)))];
        foreach (Thread other in others) other.Start();
        Work(0, buffers, observe, cancellation);
        foreach (Thread other in others) other.Join();
        Elapsed = Stopwatch.GetElapsedTime(start);
        _failure?.Throw();
        if (Samples > 0) return;
        cancellation.ThrowIfCancellationRequested();
        throw ModelError.At(_model.Path, null, "the data hold no sample", "give more data");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feeds.Dispose();
        _session.Dispose();
        _runOptions.Dispose();
    }

    private float[][] Buffers() => [.. _inputs.Select(_ => Array.Empty<float>())];

    private void Work(int worker, float[][] buffers, Observer observe, CancellationToken cancellation)
    {
        try
        {
            while (Step(worker, buffers, observe, cancellation))
            {
            }
        }
        catch (Exception thrown)
        {
            // It is thrown again where the run was asked for.
            lock (_feeds)
            {
                _failure ??= ExceptionDispatchInfo.Capture(thrown);
                End();
            }
        }
    }

    private bool Step(int worker, float[][] buffers, Observer observe, CancellationToken cancellation)
    {
        (int samples, int batch, OrtValue[] values) = Read(worker, buffers, cancellation);
        if (samples == 0) return false;
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Session.Run(_runOptions, _inputs, values, _outputs);
            observe(worker, _outputs.Zip(results).ToDictionary(p => p.First, p => p.Second), batch, samples);
            lock (_feeds)
            {
                if (Samples == 0) Size(batch, results);
                Samples += samples;
                _options.Progress?.Report(Samples);
            }
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

        return true;
    }

    // By turns, so that which batches a worker sees does not depend on who is faster.
    private (int Samples, int Batch, OrtValue[] Values) Read(int worker, float[][] buffers, CancellationToken cancellation)
    {
        lock (_feeds)
        {
            while (_turn != worker && !_isOver) Monitor.Wait(_feeds);
            (int samples, int batch) = _isOver || cancellation.IsCancellationRequested ? default : _feeds.Read(_batch);
            if (samples == 0)
            {
                End();
                return (0, 0, []);
            }

            _turn = (worker + 1) % _workers;
            Monitor.PulseAll(_feeds);
            return (samples, batch, _feeds.Values(batch, buffers));
        }
    }

    private void End()
    {
        _isOver = true;
        Monitor.PulseAll(_feeds);
    }

    private void Size(int batch, IReadOnlyCollection<OrtValue> results)
    {
        long bytes = Math.Max(1, results.Where(r => r.IsTensor).Sum(r => r.GetTensorTypeAndShape().ElementCount * sizeof(float)) / batch);
        if (_feeds.Fixed is null && _options.Batch is null) _batch = (int)Math.Clamp(BatchBytes / bytes, 1, LargestBatch);
        _workers = (int)Math.Clamp(AllBytes / (bytes * _batch), 1, _workers);
        _turn %= _workers;
    }
}
