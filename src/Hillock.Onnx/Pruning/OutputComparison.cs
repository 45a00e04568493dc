using Hillock.Onnx.Models;
using Hillock.Onnx.Probing;
using Hillock.Onnx.Running;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hillock.Onnx.Pruning;

/// <summary>Runs two models of the same inputs and outputs side by side in ONNX Runtime and measures how far their outputs lie apart.</summary>
internal sealed class OutputComparison
{
    private const int LargestBatch = 64;

    private double _largest, _relative;
    private long _samples, _changed;

    /// <summary>Compares over all samples of the feeds.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime refuses one of the models, or the data.</exception>
    public static OutputDifference Run(OnnxModel first, OnnxModel second, ProbeOptions feeds, string inputs, CancellationToken cancellation)
    {
        OutputComparison comparison = new();
        comparison.Stream(first, second, feeds, cancellation);
        return new()
        {
            Inputs = inputs,
            Samples = comparison._samples,
            Largest = comparison._largest,
            Relative = comparison._relative,
            ChangedAnswers = comparison._changed,
        };
    }

    private void Stream(OnnxModel first, OnnxModel second, ProbeOptions feeds, CancellationToken cancellation)
    {
        List<BatchInput> inputs = [];
        try
        {
            foreach (ModelInput input in ModelInput.Of(first)) inputs.Add(BatchInput.Open(first.Path, input, feeds));
            using ModelSession a = ModelSession.Open(first, [], null, feeds.Threads), b = ModelSession.Open(second, [], null, feeds.Threads);
            string[] names = [.. inputs.Select(i => i.Input.Name)], outputs = [.. a.Outputs.Where(o => o.Value.IsTensor).Select(o => o.Key)];
            int batch = BatchOf(inputs, feeds, out bool isFixed);
            using RunOptions options = new();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                int samples = inputs.Select(i => i.Read(batch)).Min();
                if (samples == 0 || (isFixed && samples < batch)) break;
                OrtValue[] values = [.. inputs.Select(i => i.ToValue(samples))];
                try
                {
                    using IDisposableReadOnlyCollection<OrtValue> left = a.Session.Run(options, names, values, outputs), right = b.Session.Run(options, names, values, outputs);
                    for (int i = 0; i < outputs.Length; i++) Compare(left[i], right[i], samples);
                    _samples += samples;
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
        }
        finally
        {
            foreach (BatchInput input in inputs) input.Dispose();
        }
    }

    private static int BatchOf(List<BatchInput> inputs, ProbeOptions feeds, out bool isFixed)
    {
        long[] stated = [.. inputs.Select(i => feeds.Shapes.GetValueOrDefault(i.Input.Name) ?? [.. i.Input.Shape]).Where(s => s.Length > 0 && s[0] > 0).Select(s => s[0])];
        isFixed = stated.Length > 0;
        return isFixed ? checked((int)stated.Max()) : LargestBatch;
    }

    private void Compare(OrtValue left, OrtValue right, int samples)
    {
        double[]? a = Numbers(left), b = Numbers(right);
        if (a is null || b is null) return;
        long[] shape = left.GetTensorTypeAndShape().Shape;
        int rows = shape.Length > 1 && shape[0] == samples ? samples : 1, length = a.Length / rows;
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

    private static double[]? Numbers(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => Array.ConvertAll(value.GetTensorDataAsSpan<float>().ToArray(), v => (double)v),
        TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
        TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), v => (double)(float)v),
        TensorElementType.Int64 => Array.ConvertAll(value.GetTensorDataAsSpan<long>().ToArray(), v => (double)v),
        _ => null,
    };
}
