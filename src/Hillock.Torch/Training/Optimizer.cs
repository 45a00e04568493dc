namespace Hillock.Torch.Training;

/// <summary>
/// Changes weights by their gradients, all of them in one pass over memory. Its state is plain arrays as long as the weights, so that it
/// can be saved, and reset for single units.
/// </summary>
internal abstract class Optimizer
{
    public static Optimizer Create(OptimizerSpec spec, int length) => spec.Name switch
    {
        "sgd" => new Sgd(),
        "momentum" => new Momentum(length, (float)spec.Beta),
        "adam" => new Adam(length, spec.Beta, spec.Rho),
        "rmsprop" => new RmsProp(length, (float)spec.Rho),
        "adagrad" => new Adagrad(length),
        _ => throw new NotSupportedException($"No rule for optimizer '{spec.Name}'."),
    };

    /// <summary>The arrays that it remembers between steps.</summary>
    public abstract IReadOnlyList<float[]> State { get; }

    /// <summary>Saves or restores what it remembers.</summary>
    public virtual void Pass(StateStream state)
    {
        foreach (float[] values in State) state.Values(values.AsSpan());
    }

    public abstract void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate);
}
