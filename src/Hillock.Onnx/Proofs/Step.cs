namespace Hillock.Onnx.Proofs;

/// <summary>
/// One operation of the model on bounded values: it bounds its output by intervals, and it replaces its output in a linear expression by
/// its inputs, which is what affine bounds are made of.
/// </summary>
/// <remarks>
/// The sums here are sums of doubles, rounded to nearest, and still sound: wherever the model adds, its own roundings are allowed for with
/// γ_k·S, where S is the sum of the absolute values and k at least 8, at 2^-24 a rounding. What doubles lose is at most m·2^-53·S for m
/// terms, and m stays far below 2^22; so <see cref="Slack"/> times the allowance of the model covers both.
/// </remarks>
internal abstract class Step(int output, params int[] inputs)
{
    /// <summary>1 + 2^-9, see above.</summary>
    protected const double Slack = 1.001953125;

    /// <summary>What doubles lose in sums that the model does not make, as a share of the sum of the absolute values: 2^-30.</summary>
    public const double Lost = 1.0 / (1 << 30);

    /// <summary>Roundings that a runtime may add when it merges steps: a scale and a shift computed and multiplied into weights.</summary>
    protected const int Merged = 8;

    /// <summary>The numbers of the values that it reads.</summary>
    public IReadOnlyList<int> Inputs { get; } = inputs;

    /// <summary>The number of the value that it makes.</summary>
    public int Output { get; } = output;

    /// <summary>Intervals for the output from intervals for the inputs.</summary>
    public abstract BoundedValue Bound(IReadOnlyList<BoundedValue> inputs, int threads);

    /// <summary>
    /// Adds to the rows what <paramref name="terms"/>, coefficients of the output, come to at most in terms of the inputs. Called after
    /// <see cref="Bound"/>.
    /// </summary>
    public abstract void Back(Rows rows, Terms terms);
}
