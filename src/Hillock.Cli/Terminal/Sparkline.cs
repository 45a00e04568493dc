namespace Hillock.Cli.Terminal;

/// <summary>A curve as one line of text: ▁▂▃▅▇.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// The values from the smallest (lowest bar) to the largest; where there are more than <paramref name="width"/>, the last one of each
    /// of as many equal stretches. What is not finite, and on a logarithmic scale not positive, is drawn as a dot.
    /// </summary>
    public static string Of(IReadOnlyList<double> values, int width, bool logarithmic = false)
    {
        int count = Math.Min(width, values.Count);
        double[] shown = [.. Enumerable.Range(1, count).Select(i => values[i * values.Count / count - 1]).Select(v => logarithmic ? (v > 0 ? Math.Log10(v) : double.NaN) : v)];
        double[] finite = [.. shown.Where(double.IsFinite)];
        if (finite.Length == 0) return new string('·', shown.Length);
        double low = finite.Min(), range = finite.Max() - low;
        return string.Concat(shown.Select(v =>
            !double.IsFinite(v) ? '·' : Bars[range == 0 ? 0 : (int)Math.Round((v - low) / range * (Bars.Length - 1))]));
    }
}
