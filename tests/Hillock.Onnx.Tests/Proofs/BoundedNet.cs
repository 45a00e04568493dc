using Hillock.Bounds;
using Hillock.Onnx.Activations;
using Hillock.Onnx.Proofs;
using Hillock.Onnx.Running;
using Hillock.Runs;
using Microsoft.ML.OnnxRuntime;

namespace Hillock.Onnx.Tests.Proofs;

/// <summary>A model with one float input and its proof in a box, checked against ONNX Runtime.</summary>
internal sealed class BoundedNet
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyList<ProofLayer> _layers;
    private readonly float _low;
    private readonly float _high;
    private readonly long[] _shape;
    private readonly bool _takesBatches;

    private BoundedNet(OnnxModel model, IReadOnlyList<ProofLayer> layers, float low, float high, long[] shape) =>
        (_model, _layers, _low, _high, _shape, _takesBatches) = (model, layers, low, high, shape, !model.Graph.Inputs[0].Type.TensorType.Shape.Dim[0].HasDimValue);

    public static (BoundedNet Net, Proof Proof) Of(OnnxModel model, float low, float high, ProofOptions? options = null)
    {
        string name = model.Graph.Inputs[0].Name;
        long[] shape = [.. model.Graph.Inputs[0].Type.TensorType.Shape.Dim.Select(d => Math.Max(1, d.DimValue))];
        using OrtValue middle = OrtValue.CreateTensorValueFromMemory(new float[shape.Aggregate(1L, (a, b) => a * b)], shape);
        ValueFacts facts = new(model, new Dictionary<string, OrtValue> { [name] = middle }, new HashSet<string> { name });
        IReadOnlyList<FoundActivation> found = ActivationFinder.Find(model.Graph);
        IReadOnlyList<ProofLayer> layers = ProofLayers.Of(model, found, facts, FloatFormat.Binary32);
        Proof proof = ModelProver.Prove(model, facts, layers, found.SelectMany(f => f.Nodes).ToHashSet(),
            [new(name, [.. shape.Select(d => (int)d)], [low], [high])], $"{low}..{high}", options ?? new());
        return (new(model, layers, low, high, shape), proof);
    }

    /// <summary>Runs inputs of the box, corners, faces and the inside by turns, and demands of every layer what was proven of it.</summary>
    public void Check(Proof proof, Random random, int inputs)
    {
        int batch = _takesBatches ? 256 : 1, size = (int)_shape.Aggregate(1L, (a, b) => a * b);
        float[] x = new float[batch * size];
        using ModelSession session = Open();
        for (int done = 0; done < inputs; done += batch)
        {
            for (int i = 0; i < x.Length; i++)
            {
                double corners = (done + i / size) % 3 == 0 ? 1 : (done + i / size) % 3 == 1 ? 0.7 : 0;
                x[i] = random.NextDouble() < corners ? (random.Next(2) == 0 ? _low : _high) : Math.Clamp(_low + (_high - _low) * random.NextSingle(), _low, _high);
            }

            Check(proof, session, x);
        }
    }

    /// <summary>Runs these inputs.</summary>
    public void Check(Proof proof, float[] inputs)
    {
        using ModelSession session = Open();
        Check(proof, session, inputs);
    }

    private ModelSession Open() => ModelSession.Open(_model, _layers.SelectMany(l => new[] { l.Input, l.Output }), threads: 1);

    private void Check(Proof proof, ModelSession session, float[] inputs)
    {
        string[] names = [.. _layers.SelectMany(l => new[] { l.Input, l.Output })];
        int samples = inputs.Length / (int)_shape.Aggregate(1L, (a, b) => a * b);
        using RunOptions options = new();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(inputs, [samples * _shape[0], .. _shape[1..]]);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Session.Run(options, [_model.Graph.Inputs[0].Name], [value], names);
        for (int l = 0; l < _layers.Count; l++)
        {
            ReadOnlySpan<float> z = results[2 * l].GetTensorDataAsSpan<float>(), a = results[2 * l + 1].GetTensorDataAsSpan<float>();
            ProvenLayer proven = proof.Layers.Single(p => p.Name == _layers[l].Output);
            LayerBounds bounds = proof.Bounds[proven.Name];
            int count = bounds.Value.Count;
            Assert.Equal(samples * count, z.Length);
            for (int start = 0; start < z.Length; start += count) Check(proven, bounds, _layers[l], z.Slice(start, count), a.Slice(start, count));
        }
    }

    private static void Check(ProvenLayer proven, LayerBounds bounds, ProofLayer layer, ReadOnlySpan<float> z, ReadOnlySpan<float> a)
    {
        double kink = layer.Functions[0].Activation.Facts.Kinks is [double first, ..] ? first : double.NegativeInfinity;
        HashSet<int> claimed = [.. proven.Dead, .. proven.Constant, .. proven.On, .. proven.SaturatedLow, .. proven.SaturatedHigh, .. proven.SaturatedBoth];
        Activation function = layer.Functions[0].Activation;
        double[] low = bounds.Value.Low, high = bounds.Value.High;
        for (int i = 0; i < z.Length; i++)
        {
            bool isInside = z[i] >= low[i] && z[i] <= high[i];
            if (isInside && claimed.Count == 0) continue;
            int unit = layer.Unit(bounds.Value, i);
            if (!isInside) Assert.Fail($"{layer.Output}: z[{i}] = {z[i]:R} of unit {unit} lies outside {bounds.Value[i]}");
            if (proven.Dead.Contains(unit) || proven.Constant.Contains(unit)) Assert.Equal(bounds.Outputs[unit], a[i], 1e-6);
            if (proven.Dead.Contains(unit)) Assert.Equal(0, layer.Functions[0].Activation.Derivative(z[i]));
            if (proven.On.Contains(unit)) Assert.True(z[i] > kink);
            bool atLow = proven.SaturatedLow.Contains(unit), atHigh = proven.SaturatedHigh.Contains(unit);
            if (!atLow && !atHigh && !proven.SaturatedBoth.Contains(unit)) continue;
            Assert.True(Math.Abs(function.Derivative(z[i])) <= 0.01 * function.Facts.MaxSlope, $"{layer.Output}: the slope at z[{i}] = {z[i]:R} is {function.Derivative(z[i])}");
            if (atLow) Assert.True(z[i] < 0);
            if (atHigh) Assert.True(z[i] > 0);
        }
    }
}
