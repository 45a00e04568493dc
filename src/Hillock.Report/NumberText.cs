using System.Globalization;

namespace Hillock.Report;

/// <summary>Numbers as people read them on a page: three significant digits, thin spaces, a real minus sign, the same in every culture.</summary>
public static class NumberText
{
    private const char Thin = '\u202f';
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>"0.0123", "12 300", "1.23 × 10⁻⁷"; "–" where there is none, "not finite" for NaN and ±∞.</summary>
    public static string Number(double? value)
    {
        if (value is not double x) return "–";
        if (!double.IsFinite(x)) return "not finite";
        if (x == 0) return "0";
        string scientific = Math.Abs(x).ToString("E2", CultureInfo.InvariantCulture);
        int exponent = int.Parse(scientific.AsSpan(5), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = x < 0 ? "−" : "";
        if (exponent is < -4 or > 5) return $"{sign}{scientific.AsSpan(0, 4)}{Thin}×{Thin}{PowerOfTen(exponent)}";
        double rounded = double.Parse(scientific, CultureInfo.InvariantCulture);
        return sign + Grouped(rounded.ToString("F" + Math.Max(0, 2 - exponent), CultureInfo.InvariantCulture));
    }

    /// <summary>A number that somebody chose, such as a rate: as <see cref="Number"/>, without zeros at the end.</summary>
    public static string Chosen(double? value)
    {
        string text = Number(value);
        int times = text.IndexOf(Thin + "×", StringComparison.Ordinal);
        string digits = times < 0 ? text : text[..times], power = times < 0 ? "" : text[times..];
        return digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') + power : text;
    }

    /// <summary>A whole number, in groups of three from 10 000 on.</summary>
    public static string Count(long value) =>
        (value < 0 ? "−" : "") + Grouped(Math.Abs((decimal)value).ToString("F0", CultureInfo.InvariantCulture));

    /// <summary>A fraction as "93.4 %"; what is not quite 0 or 1 does not become 0 % or 100 %.</summary>
    public static string Percent(double? fraction)
    {
        if (fraction is not double x) return "–";
        if (!double.IsFinite(x)) return "not finite";
        double percent = 100 * x;
        string text = percent switch
        {
            0 or 100 => percent.ToString("F0", CultureInfo.InvariantCulture),
            > 0 and < 0.05 => "<0.1",
            >= 99.95 and < 100 => ">99.9",
            _ => percent.ToString("F1", CultureInfo.InvariantCulture).Replace('-', '−'),
        };
        return $"{text}{Thin}%";
    }

    /// <summary>A time as "0.42 s", "12.3 s" or "2 min 5 s".</summary>
    public static string Seconds(double seconds)
    {
        if (!double.IsFinite(seconds)) return "–";
        if (seconds < 99.95) return $"{Number(seconds)}{Thin}s";
        long whole = (long)Math.Round(seconds);
        return $"{Count(whole / 60)}{Thin}min {whole % 60}{Thin}s";
    }

    /// <summary>"10⁻⁵".</summary>
    public static string PowerOfTen(int exponent)
    {
        string digits = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
        return "10" + (exponent < 0 ? "⁻" : "") + string.Concat(digits.Select(d => Superscripts[d - '0']));
    }

    /// <summary>Ascending whole numbers as ranges: "0–3, 7, 12–13".</summary>
    public static string Ranges(IReadOnlyList<int> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        List<string> parts = [];
        for (int i = 0; i < values.Count;)
        {
            int end = i;
            while (end + 1 < values.Count && values[end + 1] == values[end] + 1) end++;
            parts.Add(end == i ? Count(values[i]) : $"{Count(values[i])}–{Count(values[end])}");
            i = end + 1;
        }
        return string.Join(", ", parts);
    }

    private static string Grouped(string digits)
    {
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? digits.Length : point;
        if (whole < 5) return digits;
        for (int i = whole - 3; i > 0; i -= 3) digits = digits.Insert(i, Thin.ToString());
        return digits;
    }
}
