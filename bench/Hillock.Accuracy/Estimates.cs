using System.Runtime.Intrinsics;
using Hillock.Accuracy.Quick;
using V = System.Runtime.Intrinsics.Vector512<double>;

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
        V infinite = Vector512.Create(Math.ScaleB(1, 200));
        for (int i = 0; i < x.Length; i += 8)
        {
            Vector256<float> narrow = Vector256.Create(x.Slice(i, 8));
            V wide = Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow));
            wide &= Vector512.Equals(wide, wide);
            Estimate estimate = f(Vector512.Min(Vector512.Max(wide, -infinite), infinite));
            estimate.High.StoreUnsafe(ref High[i]);
            estimate.Low.StoreUnsafe(ref Low[i]);
            estimate.Error.StoreUnsafe(ref Error[i]);
        }
    }
}
