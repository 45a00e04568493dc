using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// A result in double and the size that its error is a fraction of (<see cref="Error"/>): the result itself where
/// nothing cancels, the sum of the sizes of its terms where they may, 0 where the double is the true value.
/// </summary>
internal readonly struct Estimate
{
    /// <summary>
    /// 2^-42. <see cref="Numerics.LongSeries"/> is within 2^-44.6, rounding an argument of an exponential (up to 150 where a float's
    /// result is not 0) adds 2^-45.6, and every other operation of the dozen in a formula 2^-53; the tests measure what is left.
    /// </summary>
    public const double Error = 1.0 / (1L << 42);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Estimate(DoubleLanes value)
    {
        Value = value;
        Scale = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Estimate(DoubleLanes value, DoubleLanes scale)
    {
        Value = value;
        // So that −0 stays what it is when some of it is added.
        Scale = DoubleLanes.CopySign(scale, value);
    }

    public DoubleLanes Value { get; }

    /// <summary>With the sign of the value.</summary>
    public DoubleLanes Scale { get; }

    /// <summary>A result without cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Estimate(DoubleLanes value) => new(value);
}
