using System.Text;

namespace Hillock.Report.Plots;

/// <summary>What every place of a plane belongs to: a grid of cells over the plot's axes.</summary>
/// <param name="Columns">Cells from left to right.</param>
/// <param name="Rows">Cells from bottom to top.</param>
/// <param name="Kinds">The kind of each cell, row after row from the bottom; kinds past the palette begin again.</param>
public sealed record PlaneMap(int Columns, int Rows, IReadOnlyList<int> Kinds)
{
    /// <summary>Shades of the palette.</summary>
    public const int Shades = 4;

    private int Kind(int column, int row) => Kinds[row * Columns + column];

    /// <summary>The cells of a shade as one path; cells side by side are one rectangle.</summary>
    internal string Shade(int shade, PlotArea area)
    {
        StringBuilder path = new();
        for (int row = 0; row < Rows; row++)
            for (int start = 0; start < Columns;)
            {
                int end = start + 1;
                while (end < Columns && Kind(end, row) % Shades == Kind(start, row) % Shades) end++;
                if (Kind(start, row) % Shades == shade)
                    path.Append($"M{X(area, start)} {Y(area, row)}H{X(area, end)}V{Y(area, row + 1)}H{X(area, start)}Z");
                start = end;
            }

        return path.ToString();
    }

    /// <summary>The lines between cells of different kinds.</summary>
    internal string Borders(PlotArea area)
    {
        StringBuilder path = new();
        for (int row = 0; row < Rows; row++)
            for (int column = 0; column < Columns; column++)
            {
                if (column > 0 && Kind(column, row) != Kind(column - 1, row)) path.Append($"M{X(area, column)} {Y(area, row)}V{Y(area, row + 1)}");
                if (row > 0 && Kind(column, row) != Kind(column, row - 1)) path.Append($"M{X(area, column)} {Y(area, row)}H{X(area, column + 1)}");
            }

        return path.ToString();
    }

    private string X(PlotArea area, int column) => Svg.At(area.Left + (area.Right - area.Left) * column / Columns);

    private string Y(PlotArea area, int row) => Svg.At(area.Bottom - (area.Bottom - area.Top) * row / Rows);
}
