namespace Hillock.Data.Csv;

/// <summary>What the first pass over a table learns of a column.</summary>
internal sealed class ColumnProfile
{
    private double _sum;

    /// <summary>Cells that are numbers.</summary>
    public int Numbers { get; private set; }

    /// <summary>Cells that are missing.</summary>
    public int Missing { get; private set; }

    /// <summary>Cells that are neither.</summary>
    public int Texts { get; private set; }

    /// <summary>The first text with its line, for errors.</summary>
    public (string Text, int Line) FirstText { get; private set; } = ("", 0);

    /// <summary>Whether every cell that is not missing is a number.</summary>
    public bool IsNumeric => Texts == 0;

    /// <summary>The mean of the numbers; 0 where there is none.</summary>
    public float Mean => Numbers == 0 ? 0 : (float)(_sum / Numbers);

    public void Add(CsvReader reader, int column)
    {
        ReadOnlySpan<byte> cell = reader.Cell(column);
        if (CsvCell.IsMissing(cell))
        {
            Missing++;
        }
        else if (CsvCell.TryNumber(cell, out float number))
        {
            Numbers++;
            _sum += number;
        }
        else if (Texts++ == 0)
        {
            FirstText = (reader.Text(column), reader.Line);
        }
    }
}
