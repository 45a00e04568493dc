using System.Runtime.Intrinsics;
using static Hillock.Accuracy.Quick.Elementary;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>Functions of quotients and square roots; x² of a float is exact.</summary>
internal static class Roots
{
    public static Estimate Squareplus(V x) => Estimate.Near(SquareplusOf(x, Sqrt(Fma(x, x, Create(4)))));

    public static Estimate SquareplusSlope(V x)
    {
        V root = Sqrt(Fma(x, x, Create(4)));
        return Estimate.Near(SquareplusOf(x, root) / root);
    }

    public static Estimate Softsign(V x) => Estimate.Near(x / (V.One + Abs(x)));

    public static Estimate SoftsignSlope(V x)
    {
        V sum = V.One + Abs(x);
        return Estimate.Near(V.One / (sum * sum));
    }

    public static Estimate BentIdentity(V x)
    {
        V size = Abs(x), near = x + x * x / (Create(2) * (Sqrt(Fma(x, x, V.One)) + V.One));
        // √(x² + 1) = |x| + 1/(2|x|) − 1/(8|x|³) + …: 3x/2 − 1/2 is exact and often a tie but for the rest.
        (V high, V low) = Sum(x + size * Create(0.5), Create(-0.5));
        V rest = Create(0.25) / size - Create(0.0625) / (size * size * size);
        Estimate far = new(high, low + rest, Vector256.ConditionalSelect(Vector256.Equals(low, V.Zero), rest, V.One) * Create(Math.ScaleB(1, -30)));
        return Estimate.Select(Vector256.GreaterThan(size, Create(1 << 20)), far, Estimate.Near(near, size));
    }

    public static Estimate BentIdentitySlope(V x) => Estimate.Near(Fma(x, Create(0.5) / Sqrt(Fma(x, x, V.One)), V.One), V.One);

    public static Estimate Isru(V x) => Estimate.Near(IsruOf(x));
    public static Estimate IsruSlope(V x) => Estimate.Near(IsruSlopeOf(x));

    public static Estimate Isrlu(V x) => Estimate.Select(Vector256.GreaterThanOrEqual(x, V.Zero), Estimate.Exactly(x), Isru(x));
    public static Estimate IsrluSlope(V x) => Estimate.Select(Vector256.GreaterThanOrEqual(x, V.Zero), Estimate.Exactly(V.One), IsruSlope(x));

    // (x + √(x² + 4))/2, for x < 0 by its conjugate.
    private static V SquareplusOf(V x, V root) =>
        Select(Vector256.LessThan(x, V.Zero), Create(2) / (root - x), (root + x) * Create(0.5));

    private static V IsruOf(V x) => x / Sqrt(Fma(x, x, V.One));

    private static V IsruSlopeOf(V x)
    {
        V sum = Fma(x, x, V.One);
        return V.One / (sum * Sqrt(sum));
    }
}
