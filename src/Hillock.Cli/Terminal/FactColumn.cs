using Spectre.Console;

namespace Hillock.Cli.Terminal;

/// <summary>A column of a table that is shown only where there is room: the smaller its rank, the sooner it gets it.</summary>
internal sealed record FactColumn<T>(string Header, int Rank, Func<T, string> Cell)
{
    private const int Gap = 2;

    /// <summary>Writes what fits without breaking a line, in the order of the columns; returns the headers of what did not.</summary>
    public static IReadOnlyList<string> Write(IAnsiConsole console, IReadOnlyList<FactColumn<T>> columns, IReadOnlyList<T> rows)
    {
        Dictionary<FactColumn<T>, int> widths = columns.ToDictionary(c => c, c => Math.Max(c.Header.Length, rows.Max(row => c.Cell(row).Length)) + Gap);
        HashSet<FactColumn<T>> shown = [];
        int left = console.Profile.Width + Gap;
        foreach (FactColumn<T> column in columns.OrderBy(column => column.Rank))
        {
            // The first is what the rest speaks of.
            if (shown.Count > 0 && widths[column] > left) continue;
            shown.Add(column);
            left -= widths[column];
        }

        FactColumn<T>[] order = [.. columns.Where(shown.Contains)];
        string Line(Func<FactColumn<T>, string> cell) => string.Concat(order.Select(c => cell(c).PadRight(widths[c]))).TrimEnd();
        console.MarkupLineInterpolated($"[bold]{Line(c => c.Header)}[/]");
        foreach (T row in rows) console.WriteLine(Line(c => c.Cell(row)));
        return [.. columns.Where(c => !shown.Contains(c)).Select(c => c.Header)];
    }
}
