using System.Runtime.InteropServices;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Models;
using Hillock.Statistics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hillock.Onnx.Probing;

/// <summary>A layer of a model under watch: which values it is, along which axis its units lie, what was counted.</summary>
internal sealed class WatchedLayer(FoundActivation found, int? axisFromEnd, bool? channelsLast)
{
    private float[] _z = [], _a = [];

    public FoundActivation Found => found;

    public UnitStatistics? Statistics { get; private set; }

    /// <summary>Why it cannot be watched; null where it can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the values behind the activation follow to the last bit from those before it, so that they need not be exposed too.</summary>
    public static bool IsComputed(FoundActivation found) => found.Nodes is [{ Operator: "Relu" }];

    /// <summary>The values to expose.</summary>
    public static IEnumerable<string> Exposed(FoundActivation found) => IsComputed(found) ? [found.Input] : [found.Input, found.Output];

    /// <summary>Counts the samples of a batch that are the data's.</summary>
    public void Observe(IReadOnlyDictionary<string, OrtValue> values, int batch, int samples)
    {
        if (Refusal is not null) return;
        OrtValue z = values[found.Input];
        // Asked once: each answer costs as much as counting a small layer.
        OrtTensorTypeAndShapeInfo type = z.GetTensorTypeAndShape();
        long[] shape = type.Shape;
        if (Layout(shape, batch) is not { } layout)
        {
            Refusal = $"{found}: its units lie along a middle axis of {string.Join('x', shape)}";
            return;
        }

        Statistics ??= new(found.Function, layout.Units);
        if (HasOther(layout.Units)) return;

        // Without an axis of samples what was filled up cannot be told from the data, and does no harm: it is a sample once more.
        if (samples < batch && layout.Samples % batch == 0) layout = layout with { Samples = layout.Samples / batch * samples };
        ReadOnlySpan<float> zValues = Floats(z, type.ElementDataType, ref _z), aValues = IsComputed(found) ? zValues : Floats(values[found.Output], ref _a);
        if (zValues.Length == 0 || aValues.Length != zValues.Length) Refusal = $"{found}: its values are no floats, or of two shapes";
        else if (IsComputed(found)) Statistics.ObservePreActivations(zValues[..layout.Length], layout);
        else Statistics.Observe(zValues[..layout.Length], aValues[..layout.Length], layout);
    }

    /// <summary>Adds what was counted of other samples.</summary>
    public void Add(WatchedLayer other)
    {
        Refusal ??= other.Refusal;
        if (Refusal is not null || other.Statistics is not { } more) return;
        if (Statistics is null) Statistics = more;
        else if (!HasOther(more.Units)) Statistics.Merge(more);
    }

    private bool HasOther(int units)
    {
        if (Statistics!.Units == units) return false;
        Refusal = $"{found}: the number of its units changes with the input ({Statistics.Units}, then {units})";
        return true;
    }

    // Samples first; then the units, or the units last. What lies between counts as positions.
    private UnitLayout? Layout(long[] shape, int batch)
    {
        int rank = shape.Length;
        if (rank == 0) return new(1, 1);
        if (rank == 1) return new(1, (int)shape[0]);
        int axis = axisFromEnd is int fromEnd && fromEnd <= rank ? rank - fromEnd : rank >= 4 && channelsLast != true ? 1 : rank - 1;
        // With one sample a batch an axis before the units need not be the batch.
        int Product(int from, int to) => (int)shape[from..to].Aggregate(1L, (p, s) => p * s);
        if (axis <= 0) return batch == 1 ? new(1, (int)shape[0], Product(1, rank)) : null;
        int before = Product(1, axis), after = Product(axis + 1, rank), units = (int)shape[axis], samples = (int)shape[0];
        if (after == 1)
        {
            if (samples != batch && samples % batch == 0) (before, samples) = (before * (samples / batch), batch);
            return new(samples, units, before, ChannelsLast: true);
        }

        return before == 1 ? new(samples, units, after) : null;
    }

    /// <summary>A tensor's values as floats; empty where they are no floats. Those of other widths are converted into the buffer.</summary>
    public static ReadOnlySpan<float> Floats(OrtValue value, ref float[] buffer) => Floats(value, value.GetTensorTypeAndShape().ElementDataType, ref buffer);

    private static ReadOnlySpan<float> Floats(OrtValue value, TensorElementType type, ref float[] buffer)
    {
        switch (type)
        {
            case TensorElementType.Float: return value.GetTensorDataAsSpan<float>();
            case TensorElementType.Float16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>());
                if (buffer.Length < halves.Length) buffer = new float[halves.Length];
                for (int i = 0; i < halves.Length; i++) buffer[i] = (float)halves[i];
                return buffer.AsSpan(0, halves.Length);
            case TensorElementType.Double:
                ReadOnlySpan<double> doubles = value.GetTensorDataAsSpan<double>();
                if (buffer.Length < doubles.Length) buffer = new float[doubles.Length];
                for (int i = 0; i < doubles.Length; i++) buffer[i] = (float)doubles[i];
                return buffer.AsSpan(0, doubles.Length);
            case TensorElementType.Int64:
                ReadOnlySpan<long> integers = value.GetTensorDataAsSpan<long>();
                if (buffer.Length < integers.Length) buffer = new float[integers.Length];
                for (int i = 0; i < integers.Length; i++) buffer[i] = integers[i];
                return buffer.AsSpan(0, integers.Length);
            default: return [];
        }
    }
}
