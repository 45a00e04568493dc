namespace Hillock.Report.Plots;

/// <summary>An axis: what it shows, in which unit, from where to where, and its marks.</summary>
public sealed record Axis
{
    /// <summary>What it shows and its unit: "epoch", "loss (cross_entropy)".</summary>
    public required string Title { get; init; }

    /// <summary>The value at its beginning.</summary>
    public required double Low { get; init; }

    /// <summary>The value at its end.</summary>
    public required double High { get; init; }

    /// <summary>Whether equal lengths are equal ratios.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The marks, ascending.</summary>
    public required IReadOnlyList<Tick> Ticks { get; init; }

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end; what lies outside is drawn at the border.</summary>
    public double Position(double value)
    {
        if (IsLogarithmic)
            return value <= Low ? 0 : Math.Min(1, Math.Log(value / Low) / Math.Log(High / Low));
        return Math.Clamp((value - Low) / (High - Low), 0, 1);
    }

    /// <summary>An axis with equal steps that ends at marks.</summary>
    public static Axis Linear(string title, IEnumerable<double> values, int ticks = 6)
    {
        (double low, double high) = Range(values);
        // A scale that nearly reaches 0 had better begin there: lengths can then be compared.
        if (low > 0 && low < 0.4 * high) low = 0;
        IReadOnlyList<Tick> marks = Plots.Ticks.Linear(low, high, ticks);
        return new() { Title = title, Low = marks[0].Value, High = marks[^1].Value, Ticks = marks };
    }

    /// <summary>An axis of whole numbers from the first to the last, with marks inside.</summary>
    public static Axis Whole(string title, int first, int last, int ticks = 7)
    {
        double low = first == last ? first - 0.5 : first, high = first == last ? first + 0.5 : last;
        Tick[] marks = [.. Plots.Ticks.Linear(low, high, ticks, whole: true).Where(tick => tick.Value >= low && tick.Value <= high)];
        return new() { Title = title, Low = low, High = high, Ticks = marks };
    }

    /// <summary>An axis with equal ratios that ends at powers of ten; values of 0 and below lie at its beginning.</summary>
    public static Axis Logarithmic(string title, IEnumerable<double> values, int ticks = 7)
    {
        (double low, double high) = Range(values.Where(value => value > 0));
        // Below 1e-300 a double has no digits left to divide by.
        low = Math.Max(low > 0 ? low : high / 10, 1e-300);
        high = Math.Max(low, high);
        IReadOnlyList<Tick> marks = Plots.Ticks.Logarithmic(low, high, ticks);
        return new() { Title = title, Low = marks[0].Value, High = marks[^1].Value, IsLogarithmic = true, Ticks = marks };
    }

    /// <summary>Logarithmic where positive values span more than two decades, else linear.</summary>
    public static Axis Fitting(string title, IEnumerable<double> values, int ticks = 6)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        double low = all.Where(value => value > 0).DefaultIfEmpty(1).Min();
        bool wide = all.Length > 0 && all.Min() >= 0 && all.Max() > 100 * low;
        return wide ? Logarithmic(title, all, ticks) : Linear(title, all, ticks);
    }

    /// <summary>An axis of things in order: the first at 0, the second at 1, with room at both ends.</summary>
    public static Axis Categories(string title, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Tick[] marks = [.. names.Select((name, i) => new Tick(i, name))];
        return new() { Title = title, Low = -0.3, High = Math.Max(1, names.Count) - 0.7, Ticks = marks };
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return (0, 1);
        double low = finite.Min(), high = finite.Max();
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        // What differs in its tenth digit only is one value to the eye, and below 1e-300 it is 0.
        if (high - low > 1e-9 * size && size > 1e-300) return (low, high);
        double room = size > 1e-300 ? size * 0.1 : 1;
        return (low - room, high + room);
    }
}
