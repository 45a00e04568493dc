using Hillock.Accuracy.Oracle;

namespace Hillock.Accuracy;

/// <summary>Decides by the oracle what estimates cannot, with more bits until it is decided; what no number of bits decides is a tie.</summary>
internal sealed class Settlement(Activation function, bool derivative)
{
    // The last are enough for every square root or quotient of floats that is no tie.
    private static readonly int[] Bits = [192, 512, 1536];

    // Bits that a formula may lose by cancellation and by multiples of π.
    private const int Lost = 80;

    private readonly Func<Wide, Wide> _oracle = OracleFunction.Of(function, derivative, p => (float)p);

    public Verdict Of(float x, float result)
    {
        Wide input = Finite(x, 200), given = Finite(result, 128);
        bool even = (BitConverter.SingleToUInt32Bits(result) & 1) == 0;
        foreach (int bits in Bits)
            if (Wide.With(bits, () => TryDecide(Within(_oracle(input)), given, even, bits)) is Verdict verdict) return verdict;
        throw new InvalidOperationException("the last number of bits decides");
    }

    private static Verdict? TryDecide(Wide expected, Wide given, bool even, int bits)
    {
        Wide off = WideMath.Abs(expected - given), half = HalfGap(expected, given);
        bool tie = WideMath.Abs(off - half) <= Wide.Scale(WideMath.Abs(expected), Lost - bits);
        if (tie && bits != Bits[^1]) return null;
        // Of an exact tie the even neighbour is the nearest.
        return new(tie ? even : off < half, (off / UlpOf(expected)).Approximately, off.Approximately);
    }

    // True values beyond 2^128 are all the same.
    private static Wide Within(Wide expected)
    {
        Wide most = Wide.Scale(1, 128);
        return expected > most ? most : expected < -most ? -most : expected;
    }

    private static Wide UlpOf(Wide expected) => Wide.Scale(1, (expected.IsZero ? -126 : Math.Clamp(expected.Exponent, -126, 127)) - 23);

    // Half the distance from the result to its neighbour on the side of the true value.
    private static Wide HalfGap(Wide expected, Wide given)
    {
        long exponent = given.IsZero ? -126 : Math.Max(given.Exponent, -126);
        bool powerOfTwo = exponent > -126 && WideMath.Abs(given) <= Wide.Scale(1, exponent), inwards = WideMath.Abs(expected) < WideMath.Abs(given);
        return Wide.Scale(1, exponent - (powerOfTwo && inwards ? 25 : 24));
    }

    private static Wide Finite(float x, int infinite) => float.IsInfinity(x) ? Math.CopySign(Math.ScaleB(1, infinite), x) : x;
}
