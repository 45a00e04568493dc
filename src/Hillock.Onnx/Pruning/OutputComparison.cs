using System.Security.Cryptography;
using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Running;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Pruning;

/// <summary>Runs two models of the same inputs and outputs side by side in ONNX Runtime and measures how far their outputs lie apart.</summary>
internal sealed class OutputComparison
{
    private const int LargestBatch = 64;

    private readonly IncrementalHash _fed;
    private double _largest, _relative;
    private long _samples, _changed;
    private IReadOnlyList<FedRange> _ranges = [];

    private OutputComparison(IncrementalHash fed) => _fed = fed;

    /// <summary>Compares over all samples of the feeds.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime refuses one of the models, or the data.</exception>
    public static OutputDifference Run(OnnxModel first, OnnxModel second, ProbeOptions feeds, string inputs, CancellationToken cancellation)
    {
        using IncrementalHash fed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        OutputComparison comparison = new(fed);
        comparison.Stream(first, second, feeds, cancellation);
        return new()
        {
            Inputs = inputs,
            Samples = comparison._samples,
            Largest = comparison._largest,
            Relative = comparison._relative,
            ChangedAnswers = comparison._changed,
            Fed = comparison._ranges,
            FedHash = Convert.ToHexStringLower(comparison._fed.GetHashAndReset()),
        };
    }

    private void Stream(OnnxModel first, OnnxModel second, ProbeOptions feeds, CancellationToken cancellation)
    {
        using BatchFeeds inputs = BatchFeeds.Open(first, feeds);
        using ModelSession a = ModelSession.Open(first, [], null, feeds.Threads), b = ModelSession.Open(second, [], null, feeds.Threads);
        string[] names = inputs.Names, outputs = [.. a.Outputs.Where(o => o.Value.IsTensor).Select(o => o.Key)];
        if (outputs.Length < a.Outputs.Count)
            throw ModelError.At(first.Path, $"output {ModelError.Show(a.Outputs.First(o => !o.Value.IsTensor).Key)}", "it is no tensor, and outputs that cannot be compared cannot be promised to stay", "export the model with tensors as outputs");
        using RunOptions options = new();
        int batch = 0;
        while (inputs.Read(LargestBatch) is ( > 0, _) read)
        {
            batch = read.Batch;
            cancellation.ThrowIfCancellationRequested();
            inputs.AddTo(_fed, read.Samples);
            OrtValue[] values = inputs.Values(read.Batch);
            try
            {
                using IDisposableReadOnlyCollection<OrtValue> left = a.Session.Run(options, names, values, outputs), right = b.Session.Run(options, names, values, outputs);
                for (int i = 0; i < outputs.Length; i++) Compare(first, outputs[i], left[i], right[i], read.Samples, read.Batch);
                _samples += read.Samples;
            }
            catch (OnnxRuntimeException exception)
            {
                throw ModelError.At(first.Path, null, $"ONNX Runtime stops with '{RuntimeText.Short(exception.Message)}'", "give other data or sizes");
            }
            finally
            {
                foreach (OrtValue value in values) value.Dispose();
            }
        }

        if (batch > 0) _ranges = inputs.Ranges(batch);
    }

    private void Compare(OnnxModel model, string name, OrtValue left, OrtValue right, int samples, int batch)
    {
        if (TensorNumbers.Of(left) is not { } a || TensorNumbers.Of(right) is not { } b)
        {
            throw ModelError.At(model.Path, $"output {ModelError.Show(name)}", $"it holds {left.GetTensorTypeAndShape().ElementDataType}, and outputs that cannot be compared cannot be promised to stay",
                "export the model with numbers as outputs");
        }

        long[] shape = left.GetTensorTypeAndShape().Shape;
        bool byRow = shape.Length > 1 && shape[0] == batch;
        int rows = byRow ? samples : 1, length = a.Length / (byRow ? batch : 1);
        if (a.Length != b.Length) (_largest, _relative) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int row = 0; row < rows && a.Length == b.Length; row++) Compare(a.AsSpan(row * length, length), b.AsSpan(row * length, length));
    }

    private void Compare(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double scale = 1, largest = 0;
        int bestA = 0, bestB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            // The same infinity, or NaN in both, is no difference.
            double apart = a[i].Equals(b[i]) ? 0 : double.IsFinite(a[i]) && double.IsFinite(b[i]) ? Math.Abs(a[i] - b[i]) : double.PositiveInfinity;
            largest = Math.Max(largest, apart);
            if (double.IsFinite(a[i])) scale = Math.Max(scale, Math.Abs(a[i]));
            if (a[i] > a[bestA]) bestA = i;
            if (b[i] > b[bestB]) bestB = i;
        }

        _largest = Math.Max(_largest, largest);
        _relative = Math.Max(_relative, largest / scale);
        if (bestA != bestB) _changed++;
    }
}
