using System.Runtime.CompilerServices;
using Hillock.Kernels;

namespace Hillock.Numerics;

/// <summary>
/// High + Low, unevaluated, |Low| being about the rounding error of High: what carries a result past one rounding (Dekker 1971).
/// Sums and products here drop terms of the order of Low², so a chain of a few of them ends within 0.51 ulp of the true value.
/// </summary>
internal readonly struct Pair<V>(V high, V low) where V : struct, ILanes<V>
{
    public V High { get; } = high;
    public V Low { get; } = low;

    /// <summary>The number, rounded.</summary>
    public V Sum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => High + Low;
    }

    /// <summary>A constant that is not a number of the type: its nearest number and what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Constant(double value, double rest) => new(V.Constant(value), V.Constant(rest));

    /// <summary>large + small for |large| ≥ |small|, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Add(V large, V small)
    {
        V sum = large + small;
        return new(sum, small - (sum - large));
    }

    /// <summary>a·b, exactly unless it leaves the normal range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Multiply(V a, V b)
    {
        V product = a * b;
        return new(product, V.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>a + b, whichever is the larger (Knuth).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> AddAny(Pair<V> a, V b)
    {
        V sum = a.High + b, ofB = sum - a.High;
        return new(sum, (a.High - (sum - ofB)) + (b - ofB) + a.Low);
    }

    /// <summary>x·factor as the argument of an exponential: beyond ±2^20 the rest does not matter, and at ∞ it would be NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Argument(V x, V factor)
    {
        Pair<V> product = Multiply(x, factor);
        return new(product.High, V.Select(V.Abs(product.High) < V.Constant(1 << 20), product.Low, V.Constant(0)));
    }

    /// <summary>large + small for |large| ≥ |small|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Add(V large, Pair<V> small)
    {
        Pair<V> sum = Add(large, small.High);
        return new(sum.High, sum.Low + small.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator -(Pair<V> a) => new(-a.High, -a.Low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator *(Pair<V> a, V b)
    {
        V product = a.High * b;
        return new(product, V.FusedMultiplyAdd(a.Low, b, V.FusedMultiplyAdd(a.High, b, -product)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator *(Pair<V> a, Pair<V> b)
    {
        V product = a.High * b.High;
        V rest = V.FusedMultiplyAdd(a.High, b.Low, V.FusedMultiplyAdd(a.High, b.High, -product));
        return new(product, V.FusedMultiplyAdd(a.Low, b.High, rest));
    }

    /// <summary>One division: the first quotient comes from a reciprocal, the second from what it leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator /(Pair<V> a, Pair<V> b)
    {
        V reciprocal = V.Constant(1) / b.High, quotient = a.High * reciprocal;
        V rest = V.FusedMultiplyAdd(-quotient, b.Low, V.FusedMultiplyAdd(-quotient, b.High, a.High) + a.Low);
        return new(quotient, rest * reciprocal);
    }

    /// <summary>a/b², for formulas that are long without it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> OverSquare(Pair<V> a, Pair<V> b) => Outlined.Of<SquareQuotient, (Pair<V>, Pair<V>), Pair<V>>((a, b));

    /// <summary>mask ? yes : no.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Select(V mask, Pair<V> yes, Pair<V> no) =>
        new(V.Select(mask, yes.High, no.High), V.Select(mask, yes.Low, no.Low));

    private readonly struct SquareQuotient : IPiece<(Pair<V> A, Pair<V> B), Pair<V>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pair<V> Of((Pair<V> A, Pair<V> B) arguments) => arguments.A / (arguments.B * arguments.B);
    }
}
