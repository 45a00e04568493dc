using System.Globalization;

namespace Hillock.Diagnosis;

/// <summary>Numbers as the sentences of findings show them, the same in every culture.</summary>
internal static class Words
{
    /// <summary>"12 of 64 units (18.8 %)".</summary>
    public static string OfUnits(int count, int all) =>
        $"{Count(count)} of {Count(all)} {(all == 1 ? "unit" : "units")} ({Percent((double)count / all)})";

    /// <summary>"1,617".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"18.8 %".</summary>
    public static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>Three significant digits, whole thousands as "1,000".</summary>
    public static string Number(double value) => Math.Abs(value) is >= 1000 and < 1e6
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString("G3", CultureInfo.InvariantCulture);
}
