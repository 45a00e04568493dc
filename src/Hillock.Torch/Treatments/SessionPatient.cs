using Hillock.Networks;
using Hillock.Torch.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>A training of ours: what changes more than weights builds the network anew, with the weights that it had.</summary>
internal sealed class SessionPatient : Patient, IDisposable
{
    private const int MostSamples = 512;

    private readonly TrainingData _data;
    private Tensor? _sample;

    public SessionPatient(TrainingData data, Course course) => (_data, Course) = (data, course);

    /// <summary>The training as the treatments left it.</summary>
    public Course Course { get; private set; }

    public override nn.Module<Tensor, Tensor> Model => Course.Trainer.Module;

    public override Tensor Sample => _sample ??= Course.Trainer.Sample(MostSamples);

    public override double LearningRate
    {
        get => Course.Trainer.Rate;
        set => Change(options => options with { LearningRate = value });
    }

    public override double? Clip
    {
        get => Course.Options.Clip;
        set => Change(options => options with { Clip = value });
    }

    public void Dispose() => _sample?.Dispose();

    /// <summary>Goes on with other options.</summary>
    public void Change(Func<TrainingOptions, TrainingOptions> change)
    {
        Course changed = Course.With(change(Course.Options));
        Course.Dispose();
        Course = changed;
        _sample?.Dispose();
        _sample = null;
    }

    // One function serves all hidden layers of a network of ours, so the first swap does it.
    internal override void Swap(PatientLayer layer, Activation function)
    {
        if (Course.Options.Network.Activation.ToString() == function.ToString()) return;
        Rebuild(Course.Options.Network.Spec, function, Course.Options.Network.OutputActivation);
    }

    internal override void Normalise(IReadOnlyList<PatientLayer> layers)
    {
        if (Course.Options.Batch == 1) throw new NotSupportedException("batch normalisation needs at least two samples in a batch");
        IEnumerable<string> entries = Course.Options.Network.Layers.Where(layer => layer.Name != "output" && layer.Spec is not BatchNormSpec)
            .Select(layer => layer.Name is not null && (layer.Normalised || layers.Any(other => other.Name == layer.Name)) ? $"{layer.Spec},bn" : $"{layer.Spec}");
        Rebuild(NetworkSpec.Parse(string.Join(',', entries)), Course.Options.Network.Activation, Course.Options.Network.OutputActivation);
    }

    internal override void ScaleInput()
    {
        if (Course.Options.Input is not null) throw new NotSupportedException("the input is scaled already");
        Change(options => options with { Input = InputScale.Standard(_data.Train, options.Network.InputShape) });
    }

    internal override void Penalise(double l1) => Change(options => options with { L1 = l1 });

    internal override void UseOptimizer(OptimizerSpec spec, double rate) => Change(options => options with { Optimizer = spec, LearningRate = rate });

    internal override void MatchOutput()
    {
        Network network = Course.Options.Network;
        if (network.OutputActivation.Name == "identity" && Course.Options.Loss is null)
            throw new NotSupportedException("output function and loss fit already");
        Change(options => options with { Loss = null, Network = Network(network.Spec, network.Activation, Activation.Parse("identity")) });
    }

    internal override void Forget(Parameter parameter, IReadOnlyList<int> elements) => Course.Trainer.Forget(parameter, elements);

    private void Rebuild(NetworkSpec spec, Activation activation, Activation output) =>
        Change(options => options with { Network = Network(spec, activation, output) });

    private Network Network(NetworkSpec spec, Activation activation, Activation output) =>
        new(spec, Course.Options.Network.InputShape, Course.Options.Network.Outputs, activation, output);
}
