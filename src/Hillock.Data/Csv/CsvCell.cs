using System.Globalization;
using System.Text;

namespace Hillock.Data.Csv;

/// <summary>What a cell holds.</summary>
internal static class CsvCell
{
    /// <summary>Empty, NA (whatever the case) or ?: nothing was measured. NaN is none of these: it says that a computation went wrong.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> cell) => cell.IsEmpty || cell.SequenceEqual("?"u8) || Ascii.EqualsIgnoreCase(cell, "NA"u8);

    /// <summary>A decimal number with a point; "NaN", "inf", and what is too large for a float, count as numbers and are not finite.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> cell, out float number)
    {
        // Pixels and counts, most cells of large tables, need no general parser.
        if (cell.Length is > 0 and < 8)
        {
            int value = 0, i = 0;
            while (i < cell.Length && (uint)(cell[i] - '0') <= 9) value = (value * 10) + cell[i++] - '0';
            if (i == cell.Length)
            {
                number = value;
                return true;
            }
        }

        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed))
        {
            number = (float)parsed;
            return true;
        }

        ReadOnlySpan<byte> unsigned = cell.IsEmpty || cell[0] is not ((byte)'-' or (byte)'+') ? cell : cell[1..];
        bool infinite = Ascii.EqualsIgnoreCase(unsigned, "inf"u8) || Ascii.EqualsIgnoreCase(unsigned, "infinity"u8);
        number = infinite ? float.PositiveInfinity : 0;
        return infinite;
    }
}
