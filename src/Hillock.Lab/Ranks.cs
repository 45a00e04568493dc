namespace Hillock.Lab;

/// <summary>Spearman's rank correlation.</summary>
internal static class Ranks
{
    /// <summary>From −1 to 1; equal values share the mean of their ranks. NaN where one side is constant.</summary>
    public static double Correlation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] a = Of(x), b = Of(y);
        double mean = (a.Length + 1) / 2.0;
        double both = a.Zip(b, (p, q) => (p - mean) * (q - mean)).Sum();
        return both / Math.Sqrt(a.Sum(p => (p - mean) * (p - mean)) * b.Sum(q => (q - mean) * (q - mean)));
    }

    private static double[] Of(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            for (int i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }

        return ranks;
    }
}
