using System.Text;
using Hillock.Cli.Commands;
using Hillock.Report.Plots;
using Spectre.Console;

namespace Hillock.Cli.Terminal;

/// <summary>
/// f (a solid line) and f′ (dashes) drawn with braille dots, 2 × 4 to a character; below the axis a band says where f is off or
/// saturates. Colours repeat what dashes and bands say, so nothing is lost without them.
/// </summary>
internal static class FunctionPlot
{
    private const int Rows = 16, Margin = 9;
    private static readonly byte[,] DotBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    public static void Write(Activation activation, IAnsiConsole console)
    {
        int columns = Math.Clamp(console.Profile.Width - Margin - 1, 24, 84);
        ValueRange window = FunctionCurve.Window(activation);
        double[] x = [.. Enumerable.Range(0, columns * 2).Select(i => window.Low + window.Length * i / (columns * 2 - 1))];
        double[] f = Array.ConvertAll(x, activation.Value), d = Array.ConvertAll(x, activation.Derivative);
        ValueRange height = FunctionCurve.Height(f.Concat(d), window);
        // A little room, so that the highest and lowest dots are not in the border.
        double low = height.Low - 0.03 * height.Length, high = height.High + 0.03 * height.Length;
        byte[,] ofF = Draw(f, low, high, columns, dashed: false), ofD = Draw(d, low, high, columns, dashed: true);
        Band[] bands = [.. TailRegion.Of(activation, window).Select(region => new Band(region, window, columns))];
        int zeroRow = Math.Clamp((int)(high / (high - low) * Rows), 0, Rows - 1), zeroColumn = columns / 2;

        for (int row = 0; row < Rows; row++)
        {
            double value = row == zeroRow ? 0 : row == 0 ? height.High : height.Low;
            string label = row == zeroRow || (row is 0 or Rows - 1 && Math.Abs(row - zeroRow) > 1) ? FactText.Number(Math.Round(value, 2)) : "";
            StringBuilder line = new($"{label,7} │");
            for (int column = 0; column < columns; column++)
            {
                (byte a, byte b) = (ofF[row, column], ofD[row, column]);
                char ground = row == zeroRow ? '─' : column == zeroColumn ? '│' : ' ';
                line.Append(a != 0 ? $"[blue bold]{(char)(0x2800 + a)}[/]" : b != 0 ? $"[yellow]{(char)(0x2800 + b)}[/]" : ground == ' ' ? " " : $"[dim]{ground}[/]");
            }

            console.MarkupLine(line.ToString());
        }

        console.WriteLine($"{"",7} └{new string('─', columns)}");
        if (bands.Length > 0) console.MarkupLine(new string(' ', Margin) + string.Concat(Enumerable.Range(0, columns).Select(c => Sign(bands, c))));
        WriteMarks(console, window, columns);
        console.MarkupLine($"{"",Margin}[blue bold]⠤⠤⠤⠤[/] f(x)   [yellow]⠤ ⠤ ⠤[/] f′(x){string.Concat(bands.Select(b => b.Kind).Distinct().Select(Legend))}");
    }

    private static void WriteMarks(IAnsiConsole console, ValueRange window, int columns)
    {
        char[] line = new string(' ', Margin + columns + 1).ToCharArray();
        foreach (double mark in (double[])[window.Low, window.Low / 2, 0, window.High / 2, window.High])
        {
            string text = FactText.Number(mark);
            int at = Margin + (int)Math.Round((mark - window.Low) / window.Length * (columns - 1)) - text.Length / 2;
            text.CopyTo(0, line, Math.Clamp(at, 0, line.Length - text.Length), text.Length);
        }

        console.WriteLine(new string(line).TrimEnd());
    }

    private static string Sign(Band[] bands, int column)
    {
        Band? band = Array.Find(bands, b => column >= b.From && column < b.To);
        if (band is null) return " ";
        string style = band.Kind == TailKind.Off ? "silver" : "orange3";
        return $"[{style}]{band.At(column)}[/]";
    }

    private static string Legend(TailKind kind) => kind == TailKind.Off
        ? "   [silver]░[/] off (|f′| below 1 %)" : "   [orange3]▓[/] saturates (|f′| below 1 %)";

    private static byte[,] Draw(double[] y, double low, double high, int columns, bool dashed)
    {
        byte[,] cells = new byte[Rows, columns];
        int previous = int.MinValue;
        for (int i = 0; i < y.Length; i++)
        {
            double position = (high - y[i]) / (high - low) * Rows * 4;
            int dot = position is >= 0 and < Rows * 4 ? (int)position : int.MinValue;
            // Two characters on, one off.
            if (dot != int.MinValue && !(dashed && i / 2 % 3 == 2))
            {
                // Steep stretches are joined, jumps across a third of the plot are not.
                int from = previous != int.MinValue && Math.Abs(dot - previous) is > 1 and < Rows * 4 / 3 ? previous + Math.Sign(dot - previous) : dot;
                for (int at = from; ; at += Math.Sign(dot - at))
                {
                    cells[at / 4, i / 2] |= DotBits[at % 4, i % 2];
                    if (at == dot) break;
                }
            }

            previous = dot;
        }

        return cells;
    }

    /// <summary>The columns under which a tail lies, filled with its sign and, where there is room, its word.</summary>
    private sealed class Band
    {
        private readonly string _text;

        public Band(TailRegion region, ValueRange window, int columns)
        {
            Kind = region.Kind;
            From = (int)Math.Round((region.Range.Low - window.Low) / window.Length * columns);
            To = Math.Max(From + 1, (int)Math.Round((region.Range.High - window.Low) / window.Length * columns));
            (char sign, string word) = Kind == TailKind.Off ? ('░', " off ") : ('▓', " saturates ");
            int room = To - From - word.Length;
            _text = room < 2 ? new string(sign, To - From) : new string(sign, room / 2) + word + new string(sign, room - room / 2);
        }

        public TailKind Kind { get; }

        public int From { get; }

        public int To { get; }

        public char At(int column) => _text[column - From];
    }
}
