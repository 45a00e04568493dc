using Hillock.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hillock.Torch;

/// <summary>
/// A network as a module of TorchSharp: takes [samples, features] or [samples, channels, height, width], gives [samples, outputs]. Its
/// affine maps are called hidden1, hidden2 … and output, their activations hidden1_activation …, as in <see cref="LayerPlan.Name"/>.
/// </summary>
public sealed class NetworkModule : nn.Module<Tensor, Tensor>
{
    private const double NormEpsilon = 1e-5;

    private readonly List<(string Name, nn.Module<Tensor, Tensor> Module)> _stages = [];
    private readonly List<(string Name, Tensor Values)> _buffers = [];
    private readonly long[] _inputShape;

    /// <summary>Builds a network with the given weights, which are copied.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the network; the message names the array.</exception>
    /// <exception cref="NativeLoadException">libtorch cannot be loaded.</exception>
    public NetworkModule(Network network, NetworkWeights weights) : base(NameOf(network))
    {
        ArgumentNullException.ThrowIfNull(weights);
        Network = network;
        _inputShape = [-1, .. network.InputShape.Select(extent => (long)extent)];
        Flat = new FlatParameters(Arrays(network).Where(array => IsTrained(array.Name)));
        foreach (LayerPlan layer in network.Layers) Add(layer);
        Load(weights);
    }

    /// <summary>What was built.</summary>
    public Network Network { get; }

    internal FlatParameters Flat { get; }

    /// <summary>What the data goes through, in order.</summary>
    internal IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Module)> Stages => _stages;

    /// <summary>Takes the outputs of hidden activations during a forward pass, for a penalty on them; null where none is wanted.</summary>
    internal List<Tensor>? HiddenOutputs { get; set; }

    /// <summary>The hidden layer of an activation's path: hidden1 of hidden1_activation; null for the output's.</summary>
    internal static string? LayerOf(string path) =>
        path.Split('_')[0] is string layer && layer.StartsWith("hidden", StringComparison.Ordinal) ? layer : null;

    /// <summary>The weights as they are now, copied.</summary>
    public NetworkWeights ToWeights() => new([.. Arrays(Network).Select(array =>
        new WeightArray(array.Name, [.. array.Shape.Select(extent => (int)extent)], Memory(array.Name).ToArray()))]);

    /// <summary>Saves or restores weights and buffers.</summary>
    internal void Pass(StateStream state)
    {
        state.Values(Flat.Values);
        foreach ((_, Tensor values) in _buffers) state.Values(values.Span<float>());
    }

    /// <summary>Replaces the weights.</summary>
    /// <exception cref="InvalidDataException">They do not fit the network; the message names the array.</exception>
    public void Load(NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((string name, long[] shape) in Arrays(Network))
        {
            WeightArray array = weights.Arrays.FirstOrDefault(a => a.Name == name)
                ?? throw new InvalidDataException($"the weights lack '{name}', which network '{Network.Spec}' needs");
            if (!array.Shape.Select(extent => (long)extent).SequenceEqual(shape) || array.Data.Length != Memory(name).Length)
                throw new InvalidDataException(
                    $"'{name}' has the shape [{string.Join(", ", array.Shape)}] and {array.Data.Length} values, "
                    + $"but network '{Network.Spec}' needs [{string.Join(", ", shape)}]");
            array.Data.CopyTo(Memory(name));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        Tensor x = Shape(input);
        foreach ((_, nn.Module<Tensor, Tensor> stage) in _stages)
        {
            x = stage.call(x);
            if (HiddenOutputs is { } outputs && stage is ActivationModule && stage != _stages[^1].Module)
                outputs.Add(x.alias().MoveToOuterDisposeScope());
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Rows of features as images, where the network takes images.</summary>
    internal Tensor Shape(Tensor input) => input.dim() == _inputShape.Length ? input : input.reshape(_inputShape);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach ((_, nn.Module<Tensor, Tensor> stage) in _stages) stage.Dispose();
            foreach ((_, Tensor values) in _buffers) values.Dispose();
            Flat?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string NameOf(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        NativeLoader.EnsureLoaded();
        return "Network";
    }

    private static bool IsTrained(string name) =>
        !name.EndsWith(".bn.mean", StringComparison.Ordinal) && !name.EndsWith(".bn.variance", StringComparison.Ordinal);

    private static IEnumerable<(string Name, long[] Shape)> Arrays(Network network)
    {
        foreach (LayerPlan layer in network.Layers.Where(layer => layer.Name is not null))
        {
            long units = layer.OutputShape[0];
            long[] shape = layer.Spec is ConvolutionSpec c ? [units, layer.InputShape[0], c.Kernel, c.Kernel] : [units, layer.FanIn];
            yield return ($"{layer.Name}.weight", shape);
            yield return ($"{layer.Name}.bias", [units]);
            if (layer.Name != "output")
                foreach (string name in network.Learns) yield return ($"{layer.Name}.{name}", [1]);
            if (!layer.Normalised) continue;
            foreach (string part in new[] { "weight", "bias", "mean", "variance" }) yield return ($"{layer.Name}.bn.{part}", [units]);
        }
    }

    private void Add(LayerPlan layer)
    {
        switch (layer.Spec)
        {
            case DenseSpec:
                if (layer.InputShape.Count > 1) Register("flatten_" + layer.Name, nn.Flatten());
                Linear linear = nn.Linear(layer.FanIn, layer.OutputShape[0]);
                linear.weight = Flat.CreateParameter($"{layer.Name}.weight");
                linear.bias = Flat.CreateParameter($"{layer.Name}.bias");
                Register(layer.Name!, linear);
                break;
            case ConvolutionSpec c:
                Conv2d convolution = nn.Conv2d(layer.InputShape[0], c.Channels, c.Kernel);
                convolution.weight = Flat.CreateParameter($"{layer.Name}.weight");
                convolution.bias = Flat.CreateParameter($"{layer.Name}.bias");
                Register(layer.Name!, convolution);
                break;
            case PoolSpec pool: Register($"pool{_stages.Count}", nn.MaxPool2d(pool.Size)); break;
            case FlattenSpec: Register($"flatten{_stages.Count}", nn.Flatten()); break;
            // Built with the affine map before it.
            case BatchNormSpec: return;
            default: throw new NotSupportedException($"{layer.Spec.GetType().Name} has no module.");
        }

        if (layer.Normalised) AddNorm(layer);
        if (layer.Activation is not { } activation) return;
        bool learns = layer.Name != "output" && Network.Learns.Count > 0;
        Register($"{layer.Name}_activation", learns
            ? new ActivationModule(activation, Network.Learns, name => Flat.CreateParameter($"{layer.Name}.{name}")) : new ActivationModule(activation));
    }

    private void AddNorm(LayerPlan layer)
    {
        long units = layer.OutputShape[0];
        NormBase norm = layer.OutputShape.Count > 1 ? nn.BatchNorm2d(units, NormEpsilon) : nn.BatchNorm1d(units, NormEpsilon);
        (norm.weight, norm.bias) = (Flat.CreateParameter($"{layer.Name}.bn.weight"), Flat.CreateParameter($"{layer.Name}.bn.bias"));
        _buffers.Add(($"{layer.Name}.bn.mean", norm.running_mean!.alias().DetachFromDisposeScope()));
        _buffers.Add(($"{layer.Name}.bn.variance", norm.running_var!.alias().DetachFromDisposeScope()));
        Register($"{layer.Name}_norm", norm);
    }

    private void Register(string name, nn.Module<Tensor, Tensor> stage)
    {
        _stages.Add((name, stage));
        register_module(name, stage);
    }

    private Span<float> Memory(string name)
    {
        foreach ((string buffer, Tensor values) in _buffers)
            if (buffer == name) return values.Span<float>();
        FlatParameters.Window window = Flat.Windows.First(w => w.Name == name);
        return Flat.Values.Slice(window.Offset, window.Count);
    }
}
