using System.Globalization;
using Hillock.Runs;

namespace Hillock.Cli.Train;

/// <summary>Figures of an epoch as short texts.</summary>
internal static class EpochText
{
    public static string Number(double? value) =>
        value is { } v && double.IsFinite(v) ? v.ToString(Math.Abs(v) is >= 1e-3 and < 1e4 or 0 ? "G3" : "0.0e0", CultureInfo.InvariantCulture) : "–";

    public static string Percent(double? share) =>
        share is { } s && double.IsFinite(s) ? string.Create(CultureInfo.InvariantCulture, $"{100 * s:F1} %") : "–";

    public static string Score(EpochRecord epoch) =>
        epoch.Accuracy is { } accuracy ? $"loss {Number(epoch.Loss)}  accuracy {Percent(accuracy)}" : $"loss {Number(epoch.Loss)}";

    public static string TimeLeft(TimeSpan elapsed, double done)
    {
        if (done <= 0) return "";
        TimeSpan left = elapsed * ((1 - done) / done);
        return left.TotalHours >= 1 ? $"{(int)left.TotalHours} h {left.Minutes} min left"
            : left.TotalMinutes >= 1 ? $"{left.Minutes} min {left.Seconds} s left" : $"{Math.Ceiling(left.TotalSeconds):F0} s left";
    }
}
