using Hillock.Diagnosis;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;
using Hillock.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Probing;

/// <summary>
/// Runs a trained model over samples in ONNX Runtime with the values around its activation functions exposed, counts what every unit does,
/// and applies the rules. Samples stream through: memory does not grow with them.
/// </summary>
public static class ModelProbe
{
    /// <summary>Looks at a model.</summary>
    /// <exception cref="InvalidDataException">The data do not fit the model, something that it needs is not given, it has no activation function, or
    /// ONNX Runtime refuses it. The message is one line.</exception>
    public static ProbeResult Run(OnnxModel model, ProbeOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ModelLayers layers = new(model.Graph);
        if (layers.Hidden.Count == 0) throw NoLayers(model, layers);
        int workers = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        using BatchRunner runner = BatchRunner.Open(model, layers.Hidden.SelectMany(WatchedLayer.Exposed), options, workers);
        int? Rank(string value) => runner.Outputs.TryGetValue(value, out NodeMetadata? meta) && meta.Dimensions.Length > 0 ? meta.Dimensions.Length : null;
        int?[] axes = [.. layers.Hidden.Select(found => Affine.Before(model.Graph, found.Input, Rank)?.AxisFromEnd ?? Affine.AxisSummedAfter(model.Graph, found.Output))];
        WatchedLayer[][] watched = [.. Enumerable.Range(0, workers).Select(_ => layers.Hidden.Zip(axes, (found, axis) => new WatchedLayer(found, axis, options.ChannelsLast)).ToArray())];
        runner.Run((worker, values, size, samples) => Array.ForEach(watched[worker], layer => layer.Observe(values, size, samples)), cancellation);
        foreach (WatchedLayer[] more in watched[1..])
            for (int i = 0; i < more.Length; i++) watched[0][i].Add(more[i]);
        return Result(model, layers, watched[0], runner, options, cancellation.IsCancellationRequested);
    }

    private static InvalidDataException NoLayers(OnnxModel model, ModelLayers layers)
    {
        string also = string.Join("; ", [.. layers.Outputs.Select(o => $"{o} is its output"), .. layers.Unwatched]);
        return ModelError.At(model.Path, null, $"it has no activation function to watch{(also.Length > 0 ? $" ({also})" : "")}", "give a model with hidden layers");
    }

    private static ProbeResult Result(OnnxModel model, ModelLayers layers, WatchedLayer[] watched, BatchRunner runner, ProbeOptions options, bool stopped)
    {
        WatchedLayer[] seen = [.. watched.Where(w => w is { Refusal: null, Statistics: not null })];
        if (seen.Length == 0) throw NoLayers(model, layers);
        HashSet<string> names = [.. seen.Select(w => w.Found.Output)];
        return new()
        {
            Layers = [.. seen.Select(w => LayerRecord.Of(w.Found.Output, w.Statistics!, w.Statistics!.Classify(options.Thresholds)) with
            {
                From = layers.Before(w.Found, names),
                Operator = Affine.Before(model.Graph, w.Found.Input)?.Node.Operator,
            })],
            Statistics = [.. seen.Select(w => w.Statistics!)],
            Findings = Rules.Apply(new Examination
            {
                Layers = [.. seen.Select(w => new LayerExamination { Name = w.Found.Output, Statistics = w.Statistics! })],
                Thresholds = options.Thresholds,
            }),
            OutputFunctions = layers.Outputs,
            Unwatched = [.. layers.Unwatched, .. watched.Where(w => w.Refusal is not null).Select(w => w.Refusal!)],
            Fed = runner.Fed,
            Samples = runner.Samples,
            IsRandom = ModelInput.Of(model).All(i => options.Feeds.GetValueOrDefault(i.Name) is not SampleFeed),
            Elapsed = runner.Elapsed,
            IsStopped = stopped,
        };
    }
}
