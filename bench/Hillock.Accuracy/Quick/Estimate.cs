using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy.Quick;

/// <summary>
/// Four true values, each known to lie within <paramref name="Error"/> of High + Low. Low is there for what a double cannot hold: a
/// rest that decides a tie. An error of 0 says that the sum is exact, so that a tie is one.
/// </summary>
internal readonly record struct Estimate(V High, V Low, V Error)
{
    // The formulas below stay within 2^-50 of the sum of their terms' magnitudes (EstimateTests measures it); this leaves room.
    private const double Doubt = 1.0 / (1L << 47);

    // Some formulas end at φ(16) or e^−700; the least float is 10^-45, and this is nothing beside half of it.
    private const double Vanished = 1e-54;

    /// <summary>A value from a formula without cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate Near(V value) => Near(value, Vector256.Abs(value));

    /// <summary>A value whose terms are as large as <paramref name="magnitude"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate Near(V value, V magnitude) => new(value, V.Zero, Vector256.FusedMultiplyAdd(magnitude, Vector256.Create(Doubt), Vector256.Create(Vanished)));

    /// <summary>A value known to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate Exactly(V high) => new(high, V.Zero, V.Zero);

    /// <summary>The sum of two numbers, to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate Exactly(V high, V low) => new(high, low, V.Zero);

    /// <summary>An exact number and a rest that is known to 2^-30 of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate ExactlyAndAbout(V high, V low) => new(high, low, Vector256.Abs(low) * (1.0 / (1 << 30)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Estimate Select(V mask, in Estimate yes, in Estimate no) =>
        new(Choose(mask, yes.High, no.High), Choose(mask, yes.Low, no.Low), Choose(mask, yes.Error, no.Error));

    public static Estimate operator -(in Estimate x) => new(-x.High, -x.Low, x.Error);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Choose(V mask, V yes, V no) => Vector256.ConditionalSelect(mask, yes, no);
}
