namespace Hillock.Networks;

/// <summary>
/// A network whose shapes are known: hidden layers with their activation, then a dense output layer. This is what is built, trained,
/// saved and exported.
/// </summary>
public sealed record Network
{
    private const long MostWeights = 1L << 30;

    /// <summary>Resolves the shapes.</summary>
    /// <param name="spec">The hidden layers.</param>
    /// <param name="inputShape">The shape of one sample: [features] or [channels, height, width].</param>
    /// <param name="outputs">The number of output units.</param>
    /// <param name="activation">The activation of every hidden layer.</param>
    /// <param name="outputActivation">The activation of the output layer; identity for plain scores.</param>
    /// <exception cref="SpecificationException">A layer does not fit what comes before it, or the weights would be too many; the message names it.</exception>
    public Network(NetworkSpec spec, IReadOnlyList<int> inputShape, int outputs, Activation activation, Activation outputActivation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(inputShape);
        (Spec, InputShape, Outputs, Activation, OutputActivation) = (spec, inputShape, outputs, activation, outputActivation);
        Layers = Plan();
        long weights = Layers.Where(layer => layer.Name is not null).Sum(layer => (long)layer.FanIn * layer.OutputShape[0]);
        if (weights > MostWeights) throw new SpecificationException($"network '{spec}': {weights:N0} weights are too many; at most {MostWeights:N0}");
    }

    /// <summary>The hidden layers as they were written.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The shape of one sample.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The number of output units.</summary>
    public int Outputs { get; }

    /// <summary>The activation of every hidden layer.</summary>
    public Activation Activation { get; }

    /// <summary>Parameters of <see cref="Activation"/> that are trained with the weights, one of each for a layer, such as PReLU's slope.</summary>
    public IReadOnlyList<string> Learns { get; init; } = [];

    /// <summary>The activation of the output layer.</summary>
    public Activation OutputActivation { get; }

    /// <summary>Every layer, the output layer last.</summary>
    public IReadOnlyList<LayerPlan> Layers { get; }

    private List<LayerPlan> Plan()
    {
        List<LayerPlan> plans = [];
        IReadOnlyList<int> shape = InputShape;
        int hidden = 0;
        for (int i = 0; i < Spec.Layers.Count; i++)
        {
            LayerSpec spec = Spec.Layers[i];
            bool affine = spec is DenseSpec or ConvolutionSpec;
            bool normalised = affine && i + 1 < Spec.Layers.Count && Spec.Layers[i + 1] is BatchNormSpec;
            IReadOnlyList<int> next = OutputShape(spec, shape);
            plans.Add(new(spec, affine ? $"hidden{++hidden}" : null, shape, next, affine ? Activation : null, normalised));
            shape = next;
        }

        plans.Add(new(new DenseSpec(Outputs), "output", shape, [Outputs], OutputActivation.Name == "identity" ? null : OutputActivation, false));
        return plans;
    }

    private IReadOnlyList<int> OutputShape(LayerSpec spec, IReadOnlyList<int> shape)
    {
        switch (spec)
        {
            case DenseSpec dense: return [dense.Units];
            case FlattenSpec: return [shape.Aggregate(1, (a, b) => a * b)];
            case BatchNormSpec: return shape;
            case ConvolutionSpec convolution:
                RequireImage(spec, shape, convolution.Kernel);
                return [convolution.Channels, shape[1] - convolution.Kernel + 1, shape[2] - convolution.Kernel + 1];
            case PoolSpec pool:
                RequireImage(spec, shape, pool.Size);
                return [shape[0], shape[1] / pool.Size, shape[2] / pool.Size];
            default: throw new NotSupportedException($"{spec.GetType().Name} has no shape rule.");
        }
    }

    private void RequireImage(LayerSpec spec, IReadOnlyList<int> shape, int side)
    {
        string what = string.Join('×', shape);
        if (shape.Count != 3) throw new SpecificationException($"network '{Spec}': {spec} needs images, but receives {what} features");
        if (shape[1] < side || shape[2] < side)
            throw new SpecificationException($"network '{Spec}': {spec} needs at least {side}×{side} positions, but receives {what}");
    }
}
