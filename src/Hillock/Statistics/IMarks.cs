using System.Runtime.Intrinsics;

namespace Hillock.Statistics;

/// <summary>What is counted of a value besides its moments and extremes: up to three yes-or-no questions, each answered by a mask.</summary>
internal interface IMarks
{
    /// <summary>Whether the sum of |x| is wanted too.</summary>
    static abstract bool SumsMagnitude { get; }

    /// <summary>How many of the three questions are asked.</summary>
    static abstract int Questions { get; }

    Vector512<float> First(Vector512<float> x);
    Vector512<float> Second(Vector512<float> x);
    Vector512<float> Third(Vector512<float> x);
}

/// <summary>
/// Of a pre-activation: saturated low, saturated high, firing. Where two bounds cannot tell what fires, nothing does here and
/// <see cref="FiringByDerivative"/> counts instead.
/// </summary>
internal readonly struct PreActivationMarks(TailBounds bounds) : IMarks
{
    private readonly Vector512<float> _saturatedLow = Vector512.Create(bounds.SaturatedLow);
    private readonly Vector512<float> _saturatedHigh = Vector512.Create(bounds.SaturatedHigh);
    private readonly Vector512<float> _silentLow = Vector512.Create(bounds.SilenceIsTails ? bounds.SilentLow : float.MaxValue);
    private readonly Vector512<float> _silentHigh = Vector512.Create(bounds.SilentHigh);

    public static bool SumsMagnitude => false;
    public static int Questions => 3;
    public Vector512<float> First(Vector512<float> x) => Vector512.LessThanOrEqual(x, _saturatedLow);
    public Vector512<float> Second(Vector512<float> x) => Vector512.GreaterThanOrEqual(x, _saturatedHigh);

    public Vector512<float> Third(Vector512<float> x) =>
        Vector512.GreaterThan(x, _silentLow) & Vector512.LessThan(x, _silentHigh);
}

/// <summary>Of an output: exactly 0.</summary>
internal readonly struct OutputMarks : IMarks
{
    public static bool SumsMagnitude => true;
    public static int Questions => 1;
    public Vector512<float> First(Vector512<float> x) => Vector512.Equals(x, Vector512<float>.Zero);
    public Vector512<float> Second(Vector512<float> x) => default;
    public Vector512<float> Third(Vector512<float> x) => default;
}
