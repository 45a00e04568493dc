using System.Runtime.Intrinsics;
using static Hillock.Accuracy.Quick.Elementary;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>Functions of one exponential, logarithm or sine.</summary>
internal static class Exponentials
{
    // Below it the first two terms of a series hold more than 2^-30 of the second.
    private const double Small = 1.0 / (1 << 18);

    public static Estimate Exponential(V x) => Estimate.Near(Exp(x));

    public static Estimate Sigmoid(V x)
    {
        V e = Exp(-Abs(x));
        return Estimate.Near(Select(Vector256.LessThan(x, V.Zero), e, V.One) / (V.One + e));
    }

    public static Estimate SigmoidSlope(V x)
    {
        V e = Exp(-Abs(x)), sum = V.One + e;
        return Estimate.Near(e / (sum * sum));
    }

    public static Estimate Softplus(V x) => Estimate.Near(Vector256.Max(x, V.Zero) + Log1p(Exp(-Abs(x))));

    /// <summary>a·tanh(b·x); a and b are floats, so that their products with x are exact.</summary>
    public static Estimate ScaledTanh(V x, double a, double b) => Estimate.Near(Create(a) * WithSign(Tanh(Abs(x * Create(b))), x));

    public static Estimate ScaledTanhSlope(V x, double a, double b) => Estimate.Near(Create(a * b) * SechSquared(x * Create(b)));

    public static Estimate TanhSquared(V x)
    {
        V tanh = Tanh(Abs(x)), square = x * x;
        return Estimate.Select(
            Vector256.LessThan(Abs(x), Create(Small)), Estimate.ExactlyAndAbout(square, square * square * Create(-2.0 / 3)), Estimate.Near(tanh * tanh));
    }

    public static Estimate Lisht(V x)
    {
        V square = x * x;
        return Estimate.Select(
            Vector256.LessThan(Abs(x), Create(Small)),
            Estimate.ExactlyAndAbout(square, square * square * Create(-1.0 / 3)),
            Estimate.Near(Abs(x) * Tanh(Abs(x))));
    }

    public static Estimate LishtSlope(V x) => Estimate.Near(WithSign(Tanh(Abs(x)) + Abs(x) * SechSquared(x), x));

    public static Estimate TanhShrink(V x)
    {
        V size = Abs(x), square = x * x;
        // (x·cosh x − sinh x)/cosh x, the numerator being Σ x^(2n+1)·2n/(2n+1)! with positive terms only.
        V sum = Create(22 / 2.585201673888498e22);
        sum = Fma(sum, square, Create(20 / 51090942171709440000.0));
        sum = Fma(sum, square, Create(18 / 121645100408832000.0));
        sum = Fma(sum, square, Create(16 / 355687428096000.0));
        sum = Fma(sum, square, Create(14 / 1307674368000.0));
        sum = Fma(sum, square, Create(12 / 6227020800.0));
        sum = Fma(sum, square, Create(10 / 39916800.0));
        sum = Fma(sum, square, Create(8 / 362880.0));
        sum = Fma(sum, square, Create(6 / 5040.0));
        sum = Fma(sum, square, Create(4 / 120.0));
        sum = Fma(sum, square, Create(2 / 6.0));
        V e = Exp(size), small = Create(2) * size * square * sum / (e + V.One / e);
        Estimate middle = Estimate.Near(WithSign(Select(Vector256.LessThan(size, V.One), small, size - Tanh(size)), x));
        // |x| − 1 and a rest between 0 and 2e^(−2|x|): how large it is does not matter, but that it is more than nothing settles ties.
        (V high, V low) = Sum(size, -V.One);
        V half = Exp(Create(-2) * size);
        Estimate far = new(WithSign(high, x), WithSign(V.One, x) * (low + half), half * Create(0.999));
        return Estimate.Select(Vector256.GreaterThan(size, Create(20)), far, middle);
    }

    public static Estimate Elu(V x, double above, double below) => Estimate.Select(
        Vector256.GreaterThan(x, V.Zero), Times(x, above), Estimate.Near(Create(below) * Expm1(Vector256.Min(x, V.Zero))));

    public static Estimate EluSlope(V x, double above, double below) => Estimate.Select(
        Vector256.GreaterThan(x, V.Zero), Estimate.Near(Create(above)), Estimate.Near(Create(below) * Exp(Vector256.Min(x, V.Zero))));

    public static Estimate Gaussian(V x) => Estimate.Near(Exp(-(x * x)));
    public static Estimate GaussianSlope(V x) => Estimate.Near(Create(-2) * x * Exp(-(x * x)));

    public static Estimate Snake(V x)
    {
        V sine = SineSize(x, 0), square = sine * sine;
        (V high, V low) = Sum(x, square);
        return new(high, low, Abs(sine) * Create(Math.ScaleB(1, -50)) + square * Create(Math.ScaleB(1, -47)));
    }

    /// <summary>1 + sin 2x = 2·sin²(x + π/4).</summary>
    public static Estimate SnakeSlope(V x)
    {
        V sine = SineSize(x, Math.PI / 4);
        return new(Create(2) * sine * sine, V.Zero, Create(Math.ScaleB(1, -47)) * (sine + Create(Math.ScaleB(1, -50))));
    }

    /// <summary>tanh of x ≥ 0.</summary>
    private static V Tanh(V x)
    {
        V m = Expm1(x + x);
        return m / (m + Create(2));
    }

    private static V SechSquared(V x)
    {
        V e = Exp(Create(-2) * Abs(x)), sum = V.One + e;
        return Create(4) * e / (sum * sum);
    }

    private static Estimate Times(V x, double factor) => factor == 1 ? Estimate.Exactly(x) : Estimate.Near(x * Create(factor));
}
