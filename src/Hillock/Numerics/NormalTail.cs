using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// R(t) = e^(t²/2)·Q(t) in double for t ≥ 0, Q(t) = erfc(t/√2)/2 being the weight of the normal distribution beyond t. R falls from ½
/// like 1/t, so (t + 5)·R is a polynomial in u = (t − 5)/(t + 5), interpolated at Chebyshev's points for t up to 40 within 2^-56.
/// The terms alternate, so u and the last four steps are pairs: about 0.6 ulp.
/// </summary>
internal static class NormalTail
{
    private const double Centre = 5;

    // Beyond, Q is 0 in double.
    private const double End = 40;

    // From the constant term upward.
    private static ReadOnlySpan<double> Coefficients =>
    [
        0.769193049750063, -0.6653825028900568, 0.495305615969976, -0.3135331566712881, 0.16502036617040983, -0.06911863870685579,
        0.020795066799200485, -0.0029933767622323353, -0.0007978693886321235, 0.0005448989960971598, -5.9375811494585084e-05,
        -4.976247516686963e-05, 1.6681654735816092e-05, 3.979875146352331e-06, -2.7707520210893634e-06, -3.347456433999717e-07,
        4.3632213903968043e-07, 4.0453499469914684e-08, -7.012796329386927e-08, -8.83395147619223e-09, 1.0732670653455705e-08,
        2.380938735908965e-09, -1.1003514880321343e-09, -4.215048810150002e-10, -1.9750205117389054e-11,
    ];

    // What the first four lost by rounding.
    private static ReadOnlySpan<double> Rests => [-1.4113463294503167e-17, 2.1151014661236423e-18, 7.041672597842831e-18, 2.489869486447003e-17];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<DoubleLanes> Ratio(DoubleLanes t)
    {
        t = DoubleLanes.Select(t > DoubleLanes.Constant(End), DoubleLanes.Constant(End), t);
        DoubleLanes zero = DoubleLanes.Constant(0), centre = DoubleLanes.Constant(Centre);
        Pair<DoubleLanes> sum = Pair<DoubleLanes>.AddAny(new(t, zero), centre), difference = Pair<DoubleLanes>.AddAny(new(t, zero), -centre);
        Pair<DoubleLanes> quotient = difference / sum;
        Vector512<double> u = quotient.High.Vector, square = u * u;

        // Horner's rule in u² on even and odd terms: half the length of the chain.
        Vector512<double> even = Vector512.Create(Coefficients[24]), odd = Vector512.Create(Coefficients[23]);
        for (int i = 22; i >= 6; i -= 2)
        {
            even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(Coefficients[i]));
            odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(Coefficients[i - 1]));
        }

        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(Coefficients[4]));
        DoubleLanes rest = new(Vector512.FusedMultiplyAdd(odd, u, even));
        Pair<DoubleLanes> g = new(rest, zero);
        DoubleLanes grade = zero;
        for (int i = 3; i >= 0; i--)
        {
            // The derivative by the same rule, roughly: it is only for what u lost.
            grade = grade * quotient.High + g.High;
            Pair<DoubleLanes> product = g * quotient.High;
            g = Pair<DoubleLanes>.AddAny(product, DoubleLanes.Constant(Coefficients[i]));
            g = new(g.High, g.Low + DoubleLanes.Constant(Rests[i]));
        }

        return new Pair<DoubleLanes>(g.High, g.Low + grade * quotient.Low) / sum;
    }
}
