using System.Text;

namespace Hillock.Report.Plots;

/// <summary>The rectangle between a plot's axes, in the units of its picture, and the way from values to places in it.</summary>
public sealed record PlotArea(double Left, double Top, double Right, double Bottom, Axis XAxis, Axis YAxis)
{
    /// <summary>The place of a value on the horizontal axis.</summary>
    public double X(double value) => Left + (Right - Left) * XAxis.Position(value);

    /// <summary>The place of a value on the vertical axis.</summary>
    public double Y(double value) => Bottom - (Bottom - Top) * YAxis.Position(value);

    /// <summary>A path through the points; points that are not finite break it.</summary>
    public string Path(IEnumerable<PlotPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        StringBuilder path = new();
        bool open = false;
        foreach (PlotPoint point in points)
        {
            bool finite = double.IsFinite(point.X) && double.IsFinite(point.Y);
            if (finite) path.Append(open ? 'L' : 'M').Append(Svg.At(X(point.X))).Append(' ').Append(Svg.At(Y(point.Y)));
            open = finite;
        }
        return path.ToString();
    }
}
