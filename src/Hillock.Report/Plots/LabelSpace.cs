namespace Hillock.Report.Plots;

/// <summary>Finds places for words in a plot where they cover neither curves nor one another.</summary>
internal sealed class LabelSpace(PlotArea area, IReadOnlyList<(double X, double Y)> curves)
{
    private const double LineHeight = 13, Margin = 4;
    private readonly List<Box> _taken = [];

    /// <summary>The first of the candidates, given by their left end and base line, that covers least.</summary>
    public (double X, double Y) Place(string text, IEnumerable<(double X, double Y)> candidates)
    {
        double width = Svg.Width(text);
        Box Around((double X, double Y) at) => new(at.X - Margin, at.Y - LineHeight - Margin / 2, at.X + width + Margin, at.Y + Margin);
        (double X, double Y) best = candidates.MinBy(at => Covered(Around(at)));
        _taken.Add(Around(best));
        return best;
    }

    private int Covered(Box box)
    {
        int outside = box.Left < area.Left || box.Right > area.Right || box.Top < area.Top || box.Bottom > area.Bottom ? 10_000 : 0;
        return outside + 1000 * _taken.Count(box.Overlaps) + curves.Count(point => box.Holds(point.X, point.Y));
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Holds(double x, double y) => x > Left && x < Right && y > Top && y < Bottom;

        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
