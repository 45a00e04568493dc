namespace Hillock.Bounds;

/// <summary>x ↦ slope·x + offset.</summary>
/// <param name="Slope">The slope.</param>
/// <param name="Offset">The value at 0.</param>
public readonly record struct Line(double Slope, double Offset)
{
    /// <summary>The value at x, as a double rounds it.</summary>
    public double At(double x) => Slope * x + Offset;
}
