using Hillock.Report;

namespace Hillock.Lab;

/// <summary>Several seeds in two numbers; values that are not finite are counted and left out.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation (divided by n − 1); 0 for a single seed.</param>
/// <param name="Count">Finite values.</param>
/// <param name="Lost">Values that were NaN or ±∞.</param>
public readonly record struct Summary(double Mean, double Deviation, int Count, int Lost)
{
    /// <summary>The summary of these values.</summary>
    public static Summary Of(IEnumerable<double> values)
    {
        double[] all = [.. values], finite = [.. all.Where(double.IsFinite)];
        double mean = finite.Length == 0 ? double.NaN : finite.Average();
        double deviation = finite.Length < 2 ? 0 : Math.Sqrt(finite.Sum(x => (x - mean) * (x - mean)) / (finite.Length - 1));
        return new(mean, deviation, finite.Length, all.Length - finite.Length);
    }

    /// <summary>"0.123 ± 0.004".</summary>
    public override string ToString() => Text(x => NumberText.Number(x));

    /// <summary>"93.4 % ± 0.3 %".</summary>
    public string Percent() => Text(x => NumberText.Percent(x));

    private string Text(Func<double, string> number) =>
        Count == 0 ? "not finite" : $"{number(Mean)} ± {number(Deviation)}{(Lost > 0 ? $" ({Lost} not finite)" : "")}";
}
