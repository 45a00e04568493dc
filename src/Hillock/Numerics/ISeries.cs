using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// Elementary functions in double for results that are floats in the end. With a double's range and its spare digits no sum has to be
/// carried as a pair. How many digits they have is what tells the series apart, so that a formula written once serves
/// <see cref="Precision.Fast"/> and the first try of <see cref="Precision.Exact"/>. Polynomials interpolated at Chebyshev's points.
/// </summary>
internal interface ISeries
{
    /// <summary>e^x for |x| ≤ 700.</summary>
    static abstract DoubleLanes Exp(DoubleLanes x);

    /// <summary>e^x − 1 for |x| ≤ 700; −0 gives +0.</summary>
    static abstract DoubleLanes Expm1(DoubleLanes x);

    /// <summary>ln(1 + x) for 0 ≤ x ≤ 1: 2·artanh(s) with s = x/(2 + x).</summary>
    static abstract DoubleLanes Log1p(DoubleLanes x);

    /// <summary>e^(t²/2)·erfc(t/√2)/2 for 0 ≤ t ≤ 15.</summary>
    static abstract DoubleLanes NormalTail(DoubleLanes t);

    /// <summary>sin x for |x| ≤ π/2.</summary>
    static abstract DoubleLanes Sin(DoubleLanes x);
}
