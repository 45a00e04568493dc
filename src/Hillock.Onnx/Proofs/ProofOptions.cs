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
    public long AffineBudget { get; init; } = 4_000_000_000;
}
