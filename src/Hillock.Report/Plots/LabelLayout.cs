namespace Hillock.Report.Plots;

/// <summary>Moves labels apart that would lie over one another.</summary>
public static class LabelLayout
{
    /// <summary>
    /// Places as near as possible (least squares) to the wanted ones, at least <paramref name="gap"/> apart, between
    /// <paramref name="low"/> and <paramref name="high"/>; closer together only where there is no room for all.
    /// </summary>
    /// <returns>One place for each wanted one, in the same order.</returns>
    public static double[] Spread(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        int n = wanted.Count;
        if (n > 1) gap = Math.Min(gap, (high - low) / (n - 1));
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => wanted[i])];

        // With the gaps taken out this is isotonic regression: neighbours in the wrong order share their mean.
        List<(double Mean, int Count)> blocks = [];
        for (int i = 0; i < n; i++)
        {
            (double Mean, int Count) block = (wanted[order[i]] - i * gap, 1);
            while (blocks.Count > 0 && blocks[^1].Mean > block.Mean)
            {
                (double mean, int count) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = ((mean * count + block.Mean * block.Count) / (count + block.Count), count + block.Count);
            }
            blocks.Add(block);
        }

        double[] places = new double[n];
        double highest = Math.Max(low, high - (n - 1) * gap);
        int next = 0;
        foreach ((double mean, int count) in blocks)
            for (int k = 0; k < count; k++, next++)
                places[order[next]] = Math.Clamp(mean, low, highest) + next * gap;
        return places;
    }
}
