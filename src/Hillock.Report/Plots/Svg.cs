using System.Globalization;

namespace Hillock.Report.Plots;

/// <summary>Small parts of pictures.</summary>
internal static class Svg
{
    /// <summary>Colours and markers of the palette; a style past the end begins again.</summary>
    public const int Styles = 8;

    /// <summary>A coordinate as SVG reads it, to a tenth of a pixel.</summary>
    public static string At(double coordinate) => Math.Round(coordinate, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>How wide a text of the plots' size will be, about: fonts differ, so rather too much than too little.</summary>
    public static double Width(string text, double size = 12) => 0.58 * size * text.Length;

    /// <summary>The text, with its middle left out where it is too long.</summary>
    public static string Shortened(string text, int most)
    {
        if (text.Length <= most) return text;
        int head = (most - 1) * 2 / 3;
        return string.Concat(text.AsSpan(0, head), "…", text.AsSpan(text.Length - (most - 1 - head)));
    }

    /// <summary>The class that gives a curve, marker or label its colour.</summary>
    public static string ColourClass(int style) => $"run{style % Styles}";

    /// <summary>A marker's outline: disc, square, triangle, diamond, triangle down, hourglass, pentagon, bar.</summary>
    public static string Marker(int style, double x, double y, double radius = 4)
    {
        (double X, double Y)[] corners = (style % Styles) switch
        {
            0 => Round(20),
            1 => [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
            2 => [(0, -1.15), (1.1, 0.8), (-1.1, 0.8)],
            3 => [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
            4 => [(0, 1.15), (1.1, -0.8), (-1.1, -0.8)],
            5 => [(-1, -1.1), (1, -1.1), (-1, 1.1), (1, 1.1)],
            6 => Round(5),
            _ => [(-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)],
        };
        return "M" + string.Join('L', corners.Select(c => $"{At(x + radius * c.X)} {At(y + radius * c.Y)}")) + "Z";
    }

    private static (double, double)[] Round(int corners) =>
        [.. Enumerable.Range(0, corners).Select(i => Math.SinCos(Math.Tau * i / corners)).Select(a => (a.Sin, -a.Cos))];
}
