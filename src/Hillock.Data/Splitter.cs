namespace Hillock.Data;

/// <summary>Cuts a data set into its three parts.</summary>
internal static class Splitter
{
    public static DataSplit Split(Dataset data, int seed)
    {
        Samples all = data.Train;
        int needed = data.Test is null ? 3 : 2;
        if (all.Count < needed)
            throw new InvalidDataException($"{data.Source}: {all.Count} samples cannot be cut into parts; at least {needed} are needed");
        SeededRandom random = new(seed);
        int[] rest = random.Permutation(all.Count);
        int[] test = data.Test is null ? Draw(ref rest, 0.2, data) : [];
        int[] validation = Draw(ref rest, 0.1, data);

        (Samples filled, FeatureEncoding encoding) = Refill(data, rest);
        return new(filled.Subset(rest), filled.Subset(validation), data.Test ?? filled.Subset(test), encoding);
    }

    // Moves a fraction out of the rest. Sorted by class (the sort is stable, so each class stays shuffled), every 1/fraction-th sample
    // is taken: each class gives its share, rounded up or down. Both lists keep the shuffled order, in which no class comes first.
    private static int[] Draw(ref int[] rest, double fraction, Dataset data)
    {
        int count = rest.Length;
        int take = Math.Max(1, (int)Math.Round(count * fraction));
        float[] y = data.Train.Y;
        int[] byClass = data.Classes is null ? rest : [.. rest.OrderBy(i => y[i])];
        HashSet<int> taken = [];
        for (long i = 0; i < count; i++)
            if ((i + 1) * take / count > i * take / count) taken.Add(byClass[i]);
        int[] drawn = [.. rest.Where(taken.Contains)];
        rest = [.. rest.Where(i => !taken.Contains(i))];
        return drawn;
    }

    // Missing cells were filled with the mean of all samples; here the training part alone decides: nothing leaks.
    private static (Samples, FeatureEncoding) Refill(Dataset data, int[] train)
    {
        if (data.Missing.Length == 0) return (data.Train, data.Encoding);
        int features = data.Train.Features;
        float[] x = [.. data.Train.X];
        HashSet<int> missing = [.. data.Missing];
        FeatureColumn[] columns = [.. data.Encoding.Columns];
        for (int c = 0, feature = 0; c < columns.Length; feature += columns[c++].Width)
        {
            int[] gaps = [.. data.Missing.Where(place => place % features == feature)];
            if (columns[c].Categories is not null || gaps.Length == 0) continue;
            int column = feature;
            float mean = (float)train.Select(i => (i * features) + column).Where(place => !missing.Contains(place))
                .Select(place => (double)x[place]).DefaultIfEmpty(columns[c].Fill).Average();
            foreach (int gap in gaps) x[gap] = mean;
            columns[c] = columns[c] with { Fill = mean };
        }

        return (new(features, x, data.Train.Y), data.Encoding with { Columns = columns });
    }
}
