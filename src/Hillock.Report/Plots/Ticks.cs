using System.Globalization;

namespace Hillock.Report.Plots;

/// <summary>Round places for the marks of an axis.</summary>
public static class Ticks
{
    /// <summary>Marks at 1, 2 or 5 times a power of ten, about <paramref name="count"/> of them, from the last at or below low to the first at or above high.</summary>
    /// <param name="low">The lowest value shown, below <paramref name="high"/>.</param>
    /// <param name="high">The highest value shown.</param>
    /// <param name="count">About how many are wanted; at least 2.</param>
    /// <param name="whole">Whether only whole numbers make sense, as for epochs.</param>
    public static IReadOnlyList<Tick> Linear(double low, double high, int count, bool whole = false)
    {
        double step = NiceStep((high - low) / Math.Max(1, count - 1));
        if (whole) step = Math.Max(1, step);
        double first = Math.Floor(low / step + 1e-9), last = Math.Ceiling(high / step - 1e-9);
        int decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        // Numbers with a power of ten have three digits, which must tell neighbours apart.
        bool powers = (step < 1e-4 || largest >= 1e6) && largest < 100 * step;
        List<Tick> ticks = [];
        for (double i = first; i <= last && ticks.Count < 100; i++)
        {
            double value = Math.Round(i * step, decimals);
            ticks.Add(new(value, powers ? NumberText.Chosen(value) : Plain(value, decimals)));
        }
        return ticks;
    }

    /// <summary>Marks at powers of ten that hold low and high between them; every second, third … of them where there would be too many, 2 and 5 times as well where there is room.</summary>
    /// <param name="low">The lowest value shown, above 0.</param>
    /// <param name="high">The highest value shown.</param>
    /// <param name="count">The most that are wanted; at least 2.</param>
    public static IReadOnlyList<Tick> Logarithmic(double low, double high, int count)
    {
        int first = (int)Math.Floor(Math.Log10(low) + 1e-9), last = (int)Math.Ceiling(Math.Log10(high) - 1e-9);
        if (last == first) last++;
        int stride = 1;
        while ((last - first + stride - 1) / stride + 1 > Math.Max(2, count)) stride++;
        // The marks count from the top, where a loss begins and a gradient comes from.
        List<int> exponents = [];
        for (int exponent = last; exponent > first - stride; exponent -= stride) exponents.Insert(0, exponent);
        // From 0.001 to 1000 plain numbers are easier to read than powers; the two are not mixed.
        bool plain = exponents[0] >= -3 && exponents[^1] <= 3;
        string Label(double value, int exponent) => plain ? NumberText.Chosen(value) : NumberText.PowerOfTen(exponent);
        List<Tick> ticks = [.. exponents.Select(exponent => new Tick(Math.Pow(10, exponent), Label(Math.Pow(10, exponent), exponent)))];
        // One or two decades alone would leave the eye without a hold between them.
        if (stride == 1 && 3 * (last - first) + 1 <= count)
            foreach (int exponent in exponents.SkipLast(1))
                foreach (int digit in (int[])[2, 5])
                    ticks.Add(new(digit * Math.Pow(10, exponent), plain ? Label(digit * Math.Pow(10, exponent), exponent) : ""));
        return [.. ticks.OrderBy(tick => tick.Value)];
    }

    private static string Plain(double value, int decimals) =>
        decimals == 0
            ? NumberText.Count((long)value)
            : value.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '−');

    private static double NiceStep(double raw)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 } * power;
    }
}
