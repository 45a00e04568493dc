using System.Globalization;
using System.Text;
using Hillock.Runs;

namespace Hillock.Report.Plots;

/// <summary>
/// A layer's units over time, made small enough to draw: units sorted by how they ended, so that equals lie together; of many units
/// several share a row, of many time bins several share a column, and a cell shows the most frequent state in it.
/// </summary>
internal sealed class UnitBands
{
    private const int MostRows = 128, MostColumns = 96, MostRectangles = 1200;
    private readonly byte[][] _rows;

    private UnitBands(byte[][] rows, int columns, int unitsPerRow)
    {
        _rows = rows;
        Columns = columns;
        UnitsPerRow = unitsPerRow;
        (SilentPath, int silent) = Outline((byte)'d');
        (SaturatedPath, int saturated) = Outline((byte)'s');
        Rectangles = silent + saturated;
    }

    public int Rows => _rows.Length;

    public int Columns { get; }

    /// <summary>How many units a row stands for.</summary>
    public int UnitsPerRow { get; }

    /// <summary>Where units are silent; one column and one row are one unit of length.</summary>
    public string SilentPath { get; }

    /// <summary>Where units are saturated.</summary>
    public string SaturatedPath { get; }

    private int Rectangles { get; }

    /// <summary>null where nothing was recorded.</summary>
    public static UnitBands? Of(TimelineRecord? record)
    {
        int bins = Math.Min(record?.Steps.Count ?? 0, record?.Units.Select(unit => unit.Length).DefaultIfEmpty(0).Min() ?? 0);
        if (record is null || bins == 0) return null;
        byte[][] units = [.. record.Units.Select(unit => Encoding.ASCII.GetBytes(unit, 0, bins)).OrderByDescending(SortKey)];
        int perRow = UnitsInRow(units.Length);
        for (int perColumn = (bins + MostColumns - 1) / MostColumns; ; perColumn *= 2)
        {
            int columns = (bins + perColumn - 1) / perColumn;
            byte[][] rows = [.. units.Chunk(perRow).Select(group => Row(group, columns, perColumn))];
            UnitBands timeline = new(rows, columns, perRow);
            if (timeline.Rectangles <= MostRectangles || columns == 1) return timeline;
        }
    }

    /// <summary>How many units share a row when a layer has so many.</summary>
    public static int UnitsInRow(int units) => Math.Max(1, (units + MostRows - 1) / MostRows);

    /// <summary>The state that a cell shows: d, s or a.</summary>
    public char State(int row, int column) => (char)_rows[row][column];

    private static (int, int, int, int) SortKey(byte[] unit) =>
        (unit.Length - unit.AsSpan().TrimEnd((byte)'d').Length, unit.Length - unit.AsSpan().TrimEnd((byte)'s').Length,
            unit.AsSpan().Count((byte)'d'), unit.AsSpan().Count((byte)'s'));

    private static byte[] Row(byte[][] group, int columns, int perColumn)
    {
        byte[] row = new byte[columns];
        for (int column = 0; column < columns; column++)
        {
            int silent = 0, saturated = 0, all = 0;
            foreach (byte[] unit in group)
            {
                ReadOnlySpan<byte> cell = unit.AsSpan(column * perColumn, Math.Min(perColumn, unit.Length - column * perColumn));
                silent += cell.Count((byte)'d');
                saturated += cell.Count((byte)'s');
                all += cell.Length;
            }
            int alive = all - silent - saturated;
            row[column] = (byte)(silent >= saturated && silent >= alive ? 'd' : saturated >= alive ? 's' : 'a');
        }
        return row;
    }

    // Rectangles grow to the right first and then down over rows that have the same stretch.
    private (string Path, int Count) Outline(byte state)
    {
        Dictionary<(int From, int To), int> open = [];
        StringBuilder path = new();
        int count = 0;
        void Close((int From, int To) stretch, int top, int bottom)
        {
            path.Append(CultureInfo.InvariantCulture, $"M{stretch.From} {top}h{stretch.To - stretch.From}v{bottom - top}H{stretch.From}z");
            count++;
        }

        for (int row = 0; row <= _rows.Length; row++)
        {
            HashSet<(int, int)> here = row < _rows.Length ? [.. Stretches(_rows[row], state)] : [];
            foreach ((int, int) stretch in open.Keys.Except(here).Order().ToArray())
            {
                Close(stretch, open[stretch], row);
                open.Remove(stretch);
            }
            foreach ((int, int) stretch in here) open.TryAdd(stretch, row);
        }
        return (path.ToString(), count);
    }

    private static IEnumerable<(int From, int To)> Stretches(byte[] row, byte state)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (row[i] != state) continue;
            int from = i;
            while (i < row.Length && row[i] == state) i++;
            yield return (from, i);
        }
    }
}
