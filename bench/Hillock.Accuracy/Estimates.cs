using System.Runtime.Intrinsics;
using Hillock.Accuracy.Quick;
using V = System.Runtime.Intrinsics.Vector256<double>;

namespace Hillock.Accuracy;

/// <summary>The estimates of a chunk of inputs, one array a part.</summary>
internal sealed class Estimates(int length)
{
    public double[] High { get; } = new double[length];
    public double[] Low { get; } = new double[length];
    public double[] Error { get; } = new double[length];

    /// <summary>Estimates f for every x; NaN counts as 0, ±∞ as ±2^200, where every function here is at its limit for floats.</summary>
    public void Fill(Func<V, Estimate> f, ReadOnlySpan<float> x)
    {
        V infinite = Vector256.Create(Math.ScaleB(1, 200));
        for (int i = 0; i < x.Length; i += 4)
        {
            V wide = Vector256.WidenLower(Vector128.Create(x.Slice(i, 4)).ToVector256Unsafe());
            wide &= Vector256.Equals(wide, wide);
            Estimate estimate = f(Vector256.Min(Vector256.Max(wide, -infinite), infinite));
            estimate.High.StoreUnsafe(ref High[i]);
            estimate.Low.StoreUnsafe(ref Low[i]);
            estimate.Error.StoreUnsafe(ref Error[i]);
        }
    }
}
