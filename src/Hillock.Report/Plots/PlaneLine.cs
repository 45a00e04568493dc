namespace Hillock.Report.Plots;

/// <summary>A straight line through a plane: where a unit's pre-activation is 0.</summary>
/// <param name="A">The line is the points with A·x + B·y + C = 0.</param>
/// <param name="B">See <paramref name="A"/>.</param>
/// <param name="C">See <paramref name="A"/>.</param>
/// <param name="Name">What it is, for its tooltip.</param>
/// <param name="IsDashed">Whether it is dashed, and so told apart from those that are not.</param>
public sealed record PlaneLine(double A, double B, double C, string Name, bool IsDashed = false)
{
    /// <summary>The part of the line inside a rectangle; null where it misses it.</summary>
    internal (PlotPoint From, PlotPoint To)? Inside(Axis x, Axis y)
    {
        List<PlotPoint> ends = [];
        if (B != 0)
            foreach (double side in (double[])[x.Low, x.High]) Add(side, -(A * side + C) / B);
        if (A != 0)
            foreach (double side in (double[])[y.Low, y.High]) Add(-(B * side + C) / A, side);
        if (ends.Count < 2) return null;
        PlotPoint first = ends[0], last = ends.MaxBy(end => Math.Abs(end.X - first.X) + Math.Abs(end.Y - first.Y));
        return (first, last);

        void Add(double px, double py)
        {
            double roomX = 1e-9 * (x.High - x.Low), roomY = 1e-9 * (y.High - y.Low);
            if (px >= x.Low - roomX && px <= x.High + roomX && py >= y.Low - roomY && py <= y.High + roomY) ends.Add(new(px, py));
        }
    }
}
