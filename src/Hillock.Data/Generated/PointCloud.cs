namespace Hillock.Data.Generated;

/// <summary>Labelled points of the plane: 1,000 in shuffled order, the first 700 to learn from, the last 300 to test.</summary>
internal static class PointCloud
{
    public const int Count = 1000;
    private const int TrainCount = 700;

    public static Dataset Make(
        string name, string source, IReadOnlyList<string> classes, SeededRandom random, Func<int, (double X, double Y, int Class)> point)
    {
        float[] x = new float[Count * 2];
        float[] y = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            (double first, double second, int label) = point(i);
            (x[2 * i], x[(2 * i) + 1], y[i]) = ((float)first, (float)second, label);
        }

        // The points were made class by class: without the shuffle their place would give the class away.
        Samples all = new Samples(2, x, y).Subset(random.Permutation(Count));
        return new()
        {
            IsGenerated = true,
            Name = name,
            Source = source,
            Shape = [2],
            Train = all.Subset([.. Enumerable.Range(0, TrainCount)]),
            Test = all.Subset([.. Enumerable.Range(TrainCount, Count - TrainCount)]),
            Classes = classes,
            FeatureNames = ["x", "y"],
            DefaultScale = ScaleKind.Raw,
            Encoding = new([2], [new("x", 0), new("y", 0)], true, "class", 2, classes),
        };
    }
}
