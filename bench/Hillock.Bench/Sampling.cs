namespace Hillock.Bench;

/// <summary>How <see cref="Interleaved"/> takes its samples.</summary>
/// <param name="Rounds">How many samples of each contender.</param>
/// <param name="WarmUp">How many rounds before them do not count.</param>
internal sealed record Sampling(int Rounds, int WarmUp)
{
    /// <summary>How long a sample lasts: short calls are repeated so often; zero for one call.</summary>
    public TimeSpan Sample { get; init; }

    /// <summary>
    /// The rest before each sample: threads of libtorch and ONNX Runtime wait for more work by spinning, for some milliseconds, and
    /// would take the processors from whoever comes next.
    /// </summary>
    public TimeSpan Settle { get; init; }
}
