using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// x·s(z) and its derivative for z = x's gate + rest, s being the sigmoid: silu, quick_gelu and gelu_tanh differ only in z(x).
/// </summary>
internal static class Gated
{
    // s(z) is 1 to the last bit of a double beyond this.
    private const double Open = 45;

    // e^z has vanished below −Shut, and a factor of 1 keeps ∞·0 away.
    private const double Shut = 1000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x, V z, V rest) where V : struct, ILanes<V>
    {
        V one = V.Constant(1);
        V factor = V.Select(V.Abs(z) > V.Constant(Shut), one, x);
        V y = (Logistic.Value(z, rest) * factor).Value;
        return V.CopySign(V.Select(z > V.Constant(Open), x, y), x);
    }

    /// <summary>
    /// s + growth·s·(1 − s), growth being x·z′(x); with e = e^−|z| that is e·(1 + growth + e)/(1 + e)² for z &lt; 0 and
    /// (1 + e·(1 + growth))/(1 + e)² above.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V z, V rest, Pair<V> growth) where V : struct, ILanes<V> =>
        Outlined.Of<SlopePiece<V>, (Pair<V>, Pair<V>), V>((new(z, rest), growth));

    private readonly struct SlopePiece<V> : IPiece<(Pair<V> Z, Pair<V> Growth), V> where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of((Pair<V> Z, Pair<V> Growth) arguments)
        {
            (V z, Pair<V> growth) = (arguments.Z.High, arguments.Growth);
            V one = V.Constant(1), zero = V.Constant(0), negative = z < zero;
            Scaled<V> e = Logistic.Tail(z, arguments.Z.Low);
            Pair<V> small = e.Unscaled, whole = Pair<V>.Add(one, small);
            Pair<V> bounded = Pair<V>.Select(V.Abs(z) > V.Constant(Shut), new(one, zero), growth), grown = Pair<V>.AddAny(bounded, one);
            Pair<V> product = small * grown;
            // One sum for both sides: (1 + growth) + e, or 1 + e·(1 + growth).
            Pair<V> a = Pair<V>.Select(negative, grown, new(one, zero)), b = Pair<V>.Select(negative, small, product);
            Pair<V> sum = Pair<V>.AddAny(a, b.High), numerator = new(sum.High, sum.Low + b.Low);
            numerator = Pair<V>.Select(negative, e.Pair * numerator, numerator);
            return new Scaled<V>(Pair<V>.OverSquare(numerator, whole), V.Select(negative, e.Scale, one)).Value;
        }
    }
}
