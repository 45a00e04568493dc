using Hillock.Networks;
using Hillock.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Torch.Training;

/// <summary>A network under training: takes steps and scores. Whoever holds it decides how many, and who watches.</summary>
internal sealed class Trainer : IDisposable
{
    private const int ScoreBatch = 512;

    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly Optimizer _optimizer;
    private readonly BatchOrder _order;
    private readonly BatchBuffer _buffer;
    private readonly FlatParameters.Window[] _penalised;
    private double? _clipped;

    /// <summary>Goes on where another stopped, as another network or with another optimizer: what both have is taken over.</summary>
    public Trainer(Trainer other, TrainingOptions options, LossFunction loss)
        : this(other._data, options, loss, Weights(other, options), options.LearningRate!.Value)
    {
        Steps = other.Steps;
        if (options.Optimizer != other._options.Optimizer) return;
        _optimizer.TakeOver(other._optimizer,
        [
            .. from window in Module.Flat.Windows
               from same in other.Module.Flat.Windows
               where same.Name == window.Name && same.Count == window.Count
               select (same.Offset, window.Offset, window.Count),
        ]);
    }

    public Trainer(TrainingData data, TrainingOptions options, LossFunction loss, NetworkWeights weights, double rate)
    {
        (_data, _options, Loss, Rate) = (data, options, loss, rate);
        Module = new NetworkModule(options.Network, weights);
        _optimizer = Optimizer.Create(options.Optimizer, Module.Flat.Values.Length);
        _order = new BatchOrder(options.Seed, data.Train.Count, options.Batch);
        _buffer = new BatchBuffer(data.Train.Features, options.Input);
        _penalised = [.. Module.Flat.Windows.Where(w => w.Connects)];
    }

    public NetworkModule Module { get; }

    public LossFunction Loss { get; }

    /// <summary>The learning rate of the next step.</summary>
    public double Rate { get; set; }

    public int StepsPerEpoch => _order.BatchesPerEpoch;

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The norm of the last step's gradient, before clipping.</summary>
    public double GradientNorm() => _clipped ?? GradientPass.Norm(Module.Flat.Gradients);

    /// <summary>Trains on the next batch.</summary>
    public StepResult Step()
    {
        ReadOnlySpan<int> samples = _order[Steps++];
        using var scope = NewDisposeScope();
        Tensor x = _buffer.Gather(_data.Train, samples);
        ReadOnlySpan<float> y = _buffer.Targets(_data.Train, samples);
        Module.Flat.Gradients.Clear();
        Module.HiddenOutputs = _options.L1 > 0 ? [] : null;
        Tensor output = Module.call(x), loss = Loss.Of(output, Loss.Targets(y));
        double value = loss.item<float>();
        int correct = Loss.Correct(output.Span<float>(), y);
        if (!double.IsFinite(value)) return new(samples.Length, value, correct, NonFiniteSearch.InForward(Module, x));

        (Module.HiddenOutputs is { Count: > 0 } hidden ? loss + Penalty(hidden, samples.Length) : loss).backward();
        ActivationModule.ThrowIfBackwardFailed();
        Span<float> weights = Module.Flat.Values, gradients = Module.Flat.Gradients;
        if (!GradientPass.IsFinite(gradients)) return new(samples.Length, value, correct, NonFiniteSearch.InGradients(Module));
        if (_options.WeightDecay > 0 || _options.L1Weights > 0)
            foreach (FlatParameters.Window w in _penalised)
                GradientPass.Penalise(w.Of(weights), w.Of(gradients), (float)_options.WeightDecay, (float)_options.L1Weights);
        if (_options.Clip is double limit)
        {
            double norm = GradientPass.Norm(gradients);
            _clipped = norm;
            if (norm > limit) GradientPass.Scale(gradients, (float)(limit / norm));
        }

        _optimizer.Step(weights, gradients, Rate);
        // A weight of ±∞ shows in the next loss; an activation refuses such a parameter.
        bool bad = _options.Network.Learns.Count > 0 && !GradientPass.IsFinite(weights);
        return new(samples.Length, value, correct, bad ? (null, "weight") : null);
    }

    /// <summary>The mean loss and the accuracy on a part.</summary>
    public Score Score(TrainingPart part)
    {
        Module.eval();
        using (no_grad()) return Pass(part, part.Count, ScoreBatch, _ => { });
    }

    /// <summary>Runs the first samples forward.</summary>
    public void Preview(TrainingPart part, int most)
    {
        Module.eval();
        using (no_grad()) Pass(part, Math.Min(part.Count, most), ScoreBatch, _ => { });
    }

    /// <summary>Runs the first samples forward and backward, as a training step does but without changing a weight.</summary>
    public void Examine(TrainingPart part, int most)
    {
        Module.eval();
        // δ is of a batch's mean loss: about the size of the training's batches keeps it comparable.
        Pass(part, Math.Min(part.Count, most), Math.Clamp(_options.Batch, 32, ScoreBatch), loss => loss.backward());
        Module.Flat.Gradients.Clear();
    }

    /// <summary>The weights as they are now, for a network that is given the features as they came.</summary>
    public NetworkWeights ToWeights() => _options.Input is { } scale ? scale.FoldInto(Module.ToWeights()) : Module.ToWeights();

    /// <summary>The first samples, as the network receives them.</summary>
    public Tensor Sample(int most)
    {
        int count = Math.Min(most, _data.Train.Count), features = _data.Train.Features;
        float[] x = _data.Train.X[..(count * features)];
        _options.Input?.Apply(x, features);
        // Not tensor(x): it lies where the managed array does, and products depend in their last bit on how memory is aligned.
        Tensor sample = empty([count, features], ScalarType.Float32).DetachFromDisposeScope();
        x.CopyTo(sample.Span<float>());
        return sample;
    }

    /// <summary>Lets the optimizer forget elements of a parameter, counted within it.</summary>
    public void Forget(Tensor parameter, IReadOnlyList<int> elements)
    {
        string name = Module.named_parameters().First(pair => pair.parameter.Handle == parameter.Handle).name;
        int offset = Module.Flat.Windows.First(window => window.Name == name).Offset;
        _optimizer.Forget(elements.Select(element => offset + element));
    }

    /// <summary>Saves or restores everything that decides the next step.</summary>
    public void Pass(StateStream state)
    {
        Steps = state.Value(Steps);
        Module.Pass(state);
        _optimizer.Pass(state);
    }

    public void Dispose()
    {
        Module.Dispose();
        _buffer.Dispose();
    }

    private Score Pass(TrainingPart part, int count, int batch, Action<Tensor> then)
    {
        Module.HiddenOutputs = null;
        double loss = 0;
        int correct = 0;
        for (int start = 0; start < count; start += batch)
        {
            int size = Math.Min(batch, count - start);
            using var scope = NewDisposeScope();
            ReadOnlySpan<float> y = part.Y.AsSpan(start, size);
            Tensor output = Module.call(_buffer.Copy(part.X.AsSpan(start * part.Features, size * part.Features), size));
            Tensor mean = Loss.Of(output, Loss.Targets(y));
            loss += mean.item<float>() * (double)size;
            correct += Loss.Correct(output.Span<float>(), y);
            then(mean);
        }

        Module.train();
        return new(loss / count, _data.Classes is null ? null : (double)correct / count);
    }

    private static NetworkWeights Weights(Trainer other, TrainingOptions options)
    {
        Dictionary<string, WeightArray> known = other.Module.ToWeights().Arrays.ToDictionary(array => array.Name);
        NetworkWeights fresh = NetworkWeights.Create(options.Network, options.Initialiser, options.OutputInitialiser ?? options.Initialiser, options.Seed);
        return new([.. fresh.Arrays.Select(array => known.GetValueOrDefault(array.Name, array))]);
    }

    private Tensor Penalty(List<Tensor> hidden, int samples)
    {
        Tensor sum = hidden[0].abs().sum();
        foreach (Tensor layer in hidden.Skip(1)) sum += layer.abs().sum();
        return sum * (_options.L1 / samples);
    }
}
