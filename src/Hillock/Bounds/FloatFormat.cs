namespace Hillock.Bounds;

/// <summary>What the arithmetic of a model can do to its numbers.</summary>
/// <param name="UnitRoundoff">The largest relative error of one operation.</param>
/// <param name="Largest">The largest finite number.</param>
/// <param name="Smallest">The smallest normal number: what may become of less is between 0 and this.</param>
public sealed record FloatFormat(double UnitRoundoff, double Largest, double Smallest)
{
    /// <summary>32 bits: float.</summary>
    public static FloatFormat Binary32 { get; } = new(Math.ScaleB(1, -24), float.MaxValue, Math.ScaleB(1, -126));

    /// <summary>16 bits: Half.</summary>
    public static FloatFormat Binary16 { get; } = new(Math.ScaleB(1, -11), 65504, Math.ScaleB(1, -14));

    /// <summary>
    /// γ_n = n·u/(1 − n·u): the relative error, against the sum of the absolute values, of a sum of products with n roundings on the way
    /// from any term to the result, in any order and with or without fused operations (Higham, Accuracy and Stability of Numerical
    /// Algorithms, 2002, section 3.1). ∞ where n is so large that nothing is left.
    /// </summary>
    public double Gamma(int roundings)
    {
        double nu = roundings * UnitRoundoff;
        return nu < 0.5 ? Math.BitIncrement(nu / (1 - nu)) : double.PositiveInfinity;
    }
}
