namespace Hillock.Onnx.Proofs;

/// <summary>How much a proof may cost.</summary>
public sealed record ProofOptions
{
    /// <summary>Threads; 0 takes one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Multiplications that affine bounds may take over the whole model, counted and not timed, so that the same proof comes out on every
    /// machine. Layers share what is left equally; a number whose share is used up keeps the best bound found so far. 0 leaves intervals.
    /// </summary>
    public long AffineBudget { get; init; } = 20_000_000_000;

    /// <summary>Time after which intervals alone go on; what is proven then depends on the machine. None where null.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Told which layer is looked at.</summary>
    public IProgress<string>? Progress { get; init; }
}
