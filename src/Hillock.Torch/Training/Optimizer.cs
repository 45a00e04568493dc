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

    /// <summary>Forgets what it knows of single elements, as if they were new.</summary>
    public virtual void Forget(IEnumerable<int> elements)
    {
        foreach (int element in elements)
            foreach (float[] values in State) values[element] = 0;
    }

    /// <summary>Takes over what another of the same kind knows of the parameters that both have.</summary>
    public virtual void TakeOver(Optimizer other, IReadOnlyList<(int From, int To, int Count)> windows)
    {
        for (int array = 0; array < State.Count; array++)
            foreach ((int from, int to, int count) in windows)
                other.State[array].AsSpan(from, count).CopyTo(State[array].AsSpan(to));
    }

    public abstract void Step(Span<float> weights, ReadOnlySpan<float> gradients, double rate);
}
