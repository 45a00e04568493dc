using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hillock.Kernels;

/// <summary>
/// The float nearest to the true value, after Ziv 1991: both ends of the interval in which the true value must lie are rounded. Where
/// they give the same float, that is the nearest. Where not, about once in 200,000 results, the operation is done once more in 256 bits,
/// from the same formula. Two tries are enough: the second takes microseconds, but so seldom that one in between would not be noticed.
/// </summary>
internal readonly struct ExactStep<TOperation>(TOperation operation) : IStep<float> where TOperation : struct, IEstimatedOperation
{
    private readonly TOperation _operation = operation;

    public static int Count => DoubleLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<TEnding>(ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding
    {
        Vector256<float> v = Vector256.LoadUnsafe(ref x, i);
        (Vector256<float> below, Vector256<float> above) = Ends(_operation, v);
        // A call that takes no vector: the loop need not keep one for it.
        if (!Vector256.EqualsAll(below, above)) Settle<TEnding>(_operation, ref x, ref scale, ref y, i);
        else TEnding.End(Vector256.ConditionalSelect(Vector256.IsNaN(v), v, above), ref scale, ref y, i);
    }

    /// <summary>Both ends as floats; of −0 the sum of two equal signs, which is the sign to keep, is left above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Below, Vector256<float> Above) Ends(TOperation operation, Vector256<float> x)
    {
        Estimate y = operation.Estimate(new(Vector512.WidenLower(x.ToVector512Unsafe())));
        return (WidenedStep<TOperation>.Narrow(DoubleLanes.FusedMultiplyAdd(y.Scale, -Estimate.Error, y.Value)),
            WidenedStep<TOperation>.Narrow(DoubleLanes.FusedMultiplyAdd(y.Scale, Estimate.Error, y.Value)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Settle<TEnding>(TOperation operation, ref float x, ref float scale, ref float y, nuint i) where TEnding : struct, IEnding
    {
        Vector256<float> v = Vector256.LoadUnsafe(ref x, i);
        (Vector256<float> below, Vector256<float> above) = Ends(operation, v);
        Vector512<double> wide = Vector512.WidenLower(v.ToVector512Unsafe()), estimate = operation.Estimate(new(wide)).Value.Vector;
        Vector512<double> near = Vector512.CopySign(Vector512.Create(Near), wide), bend = operation.Estimate(new(near)).Value.Vector - near * 0.5;
        for (int lane = 0; lane < Count; lane++)
        {
            double x0 = wide[lane];
            if (below[lane] == above[lane] && !double.IsNaN(x0)) continue;
            // At ±∞ the estimate is the limit itself, of which no error is a fraction.
            double settled = double.IsNaN(x0) ? x0 : double.IsInfinity(x0) ? estimate[lane]
                : Math.Abs(x0) < Subnormal && Math.Abs(estimate[lane] - x0 / 2) <= Math.Abs(x0) * Estimate.Error && Math.Abs(bend[lane]) > Visible ? Nudged(x0 / 2, bend[lane])
                : Settled(operation, x0);
            above = above.WithElement(lane, (float)settled);
        }
        TEnding.End(above, ref scale, ref y, i);
    }

    // Half of a subnormal float is often the very middle between two floats. Which side of x/2 the function is on is the same all the way
    // from there to 2^-20, where it can be seen in double: gates are x/2 + c·x² near 0.
    private const double Near = 1.0 / (1 << 20), Subnormal = 1.1754943508222875e-38, Visible = Near * Near * Near;

    private static double Nudged(double middle, double direction) => middle + Math.CopySign(middle * (Near * Near), direction);

    /// <summary>A double that rounds to floats and shorter numbers as the true value does.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Settled(TOperation operation, double x) => operation.Apply(WideLanes.Constant(x)).RoundedToOdd();
}
