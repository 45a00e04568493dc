namespace Hillock.Onnx.Proofs;

/// <summary>A value's intervals as middles, radii and magnitudes, as sums need them.</summary>
internal sealed class Spread
{
    public Spread(BoundedValue x)
    {
        int n = x.Count;
        (Middle, Radius, Magnitude) = (new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++)
        {
            double low = x.Low[i], high = x.High[i], middle = low / 2 + high / 2, radius = Math.Max(high - middle, middle - low);
            Middle[i] = middle;
            Radius[i] = radius == 0 ? 0 : Math.BitIncrement(radius);
            Magnitude[i] = x.Magnitude(i);
        }
    }

    public double[] Middle { get; }

    public double[] Radius { get; }

    public double[] Magnitude { get; }
}
