using System.Runtime.Intrinsics;
using static Hillock.Accuracy.Quick.Elementary;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>Functions of straight and quadratic pieces, nearly all exact in double: their ties are real and common.</summary>
internal static class Pieces
{
    public static Estimate Zero(V x) => Estimate.Exactly(V.Zero);
    public static Estimate One(V x) => Estimate.Exactly(V.One);

    public static Estimate Relu(V x) => Estimate.Exactly(Vector256.Max(x, V.Zero));
    public static Estimate ReluSlope(V x) => Step(Vector256.GreaterThan(x, V.Zero));

    // 24 bits of x and at most 26 of the slope.
    public static Estimate Leaky(V x, double slope) => Estimate.Exactly(Select(Vector256.GreaterThan(x, V.Zero), x, x * Create(slope)));
    public static Estimate LeakySlope(V x, double slope) => Estimate.Exactly(Select(Vector256.GreaterThan(x, V.Zero), V.One, Create(slope)));

    public static Estimate Clamp(V x, double low, double high) => Estimate.Exactly(Vector256.Min(Vector256.Max(x, Create(low)), Create(high)));
    public static Estimate ClampSlope(V x, double low, double high) =>
        Step(Vector256.GreaterThan(x, Create(low)) & Vector256.LessThan(x, Create(high)));

    public static Estimate ThresholdedRelu(V x) => Estimate.Exactly(x & Vector256.GreaterThan(x, V.One));
    public static Estimate ThresholdedReluSlope(V x) => Step(Vector256.GreaterThan(x, V.One));

    public static Estimate HardShrink(V x) => Estimate.Exactly(x & Outside(x));
    public static Estimate ShrinkSlope(V x) => Step(Outside(x));
    public static Estimate SoftShrink(V x)
    {
        (V sum, V rest) = Sum(x, WithSign(Create(-0.5), -x));
        V outside = Outside(x);
        return Estimate.Exactly(sum & outside, rest & outside);
    }

    public static Estimate HardSigmoid(V x)
    {
        (V sum, V rest) = Sum(x, Create(3));
        return Select(x, V.Zero, Sixth(sum, rest, V.Zero), Estimate.Exactly(V.One));
    }

    public static Estimate HardSigmoidSlope(V x) => Select(x, V.Zero, Estimate.Near(Create(1.0 / 6)), Estimate.Exactly(V.Zero));

    public static Estimate HardSwish(V x)
    {
        (V sum, V rest) = Sum(x, Create(3));
        V product = x * sum;
        // rest is the low part of a float, so that its product with x is exact.
        return Select(x, V.Zero, Sixth(product, Fma(x, sum, -product), x * rest), Estimate.Exactly(x));
    }

    public static Estimate HardSwishSlope(V x)
    {
        (V sum, V rest) = Sum(x + x, Create(3));
        return Select(x, V.Zero, Sixth(sum, rest, V.Zero), Estimate.Exactly(V.One));
    }

    public static Estimate SparseSigmoid(V x)
    {
        (V sum, V rest) = Sum(x, V.One);
        Estimate middle = Estimate.Exactly(sum * Create(0.5), rest * Create(0.5));
        Estimate below = Estimate.Select(Vector256.LessThanOrEqual(x, -V.One), Estimate.Exactly(V.Zero), middle);
        return Estimate.Select(Vector256.GreaterThanOrEqual(x, V.One), Estimate.Exactly(V.One), below);
    }

    public static Estimate SparseSigmoidSlope(V x) => Estimate.Exactly(Create(0.5) & Vector256.LessThan(Abs(x), V.One));

    public static Estimate SparsePlus(V x)
    {
        (V sum, V rest) = Sum(x, V.One);
        V square = sum * sum, low = Fma(sum, sum, -square) + sum * rest * Create(2), quarter = Create(0.25);
        // The square of rest is missing.
        V error = Select(Vector256.Equals(rest, V.Zero), V.Zero, Abs(rest) * Create(Math.ScaleB(1, -50)));
        Estimate below = Estimate.Select(Vector256.LessThanOrEqual(x, -V.One), Estimate.Exactly(V.Zero), new(square * quarter, low * quarter, error));
        return Estimate.Select(Vector256.GreaterThanOrEqual(x, V.One), Estimate.Exactly(x), below);
    }

    public static Estimate SquaredRelu(V x) => Estimate.Exactly(Square(Vector256.Max(x, V.Zero)));
    public static Estimate SquaredReluSlope(V x) => Estimate.Exactly(Vector256.Max(x + x, V.Zero));
    public static Estimate BinaryStep(V x) => Step(Vector256.GreaterThanOrEqual(x, V.Zero));
    public static Estimate Size(V x) => Estimate.Exactly(Abs(x));
    public static Estimate SizeSlope(V x) => Estimate.Exactly(WithSign(V.One, x) & ~Vector256.Equals(x, V.Zero));

    private static V Square(V x) => x * x;
    private static V Outside(V x) => Vector256.GreaterThan(Abs(x), Create(0.5));
    private static Estimate Step(V mask) => Estimate.Exactly(V.One & mask);

    // (a + b + c)/6, c being 0 or far below the others: the quotient and what its remainder adds, so that a tie comes out as one.
    private static Estimate Sixth(V a, V b, V c)
    {
        V six = Create(6), quotient = a / six, remainder = Fma(-six, quotient, a);
        V low = (remainder + (b + c)) / six;
        V error = Abs(low) * Create(Math.ScaleB(1, -47)) + Select(Vector256.Equals(c, V.Zero), V.Zero, Abs(b) + Abs(c)) * Create(Math.ScaleB(1, -50));
        return new(quotient, low, error);
    }

    private static Estimate Select(V x, V below, in Estimate middle, in Estimate above) =>
        Estimate.Select(
            Vector256.LessThanOrEqual(x, Create(-3)), Estimate.Exactly(below),
            Estimate.Select(Vector256.GreaterThanOrEqual(x, Create(3)), above, middle));

    private static V Select(V mask, V yes, V no) => Vector256.ConditionalSelect(mask, yes, no);
}
