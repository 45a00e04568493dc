using System.Diagnostics;

namespace Hillock.Onnx.Proofs;

/// <summary>What a proof may still spend on affine bounds: multiplications, which are the same on every machine, and time, which is not.</summary>
/// <param name="options">The limits.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class Effort(ProofOptions options, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _left = options.AffineBudget;

    /// <summary>Multiplications.</summary>
    public long Left => Interlocked.Read(ref _left);

    /// <summary>Whether the time is up.</summary>
    public bool IsLate => Elapsed > (options.TimeLimit ?? TimeSpan.MaxValue);

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Whether affine bounds are at an end.</summary>
    public bool IsOver => IsCancelled || IsLate;

    /// <summary>Time spent so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Takes multiplications off.</summary>
    public void Use(long work) => Interlocked.Add(ref _left, -work);
}
