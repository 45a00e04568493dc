namespace Hillock.Data.Generated;

/// <summary>Three normal clouds around centres drawn uniformly in [−10, 10]².</summary>
internal static class Blobs
{
    private const int Clouds = 3;

    // Uniform centres mostly lie so far apart that every network reaches 100 %, and sometimes upon each other. They are drawn again until
    // the best accuracy that any classifier can reach at deviation 2, that of the nearest centre, is 82 ± 1 %: some error is left.
    private const double ReferenceDeviation = 2;
    private const double BestAccuracy = 0.82;
    private const double Tolerance = 0.01;
    private const int ProbesPerCloud = 2000;

    public static Dataset Make(string source, double deviation, int seed)
    {
        SeededRandom random = new(seed);
        (double X, double Y)[] centres = Centres(random);
        return PointCloud.Make("blobs", source, ["0", "1", "2"], random, i =>
        {
            (double x, double y) = centres[i % Clouds];
            return (x + (deviation * random.NextNormal()), y + (deviation * random.NextNormal()), i % Clouds);
        });
    }

    internal static (double X, double Y)[] Centres(SeededRandom random)
    {
        // The same probes for every draw: the estimate's error (half a percent) then depends on the centres alone.
        SeededRandom probing = new(0);
        (double X, double Y)[] probes =
            [.. Enumerable.Range(0, ProbesPerCloud).Select(_ =>
                (ReferenceDeviation * probing.NextNormal(), ReferenceDeviation * probing.NextNormal()))];
        while (true)
        {
            (double X, double Y)[] centres = [.. Enumerable.Range(0, Clouds).Select(_ => (Coordinate(random), Coordinate(random)))];
            if (Math.Abs(NearestCentreAccuracy(centres, probes) - BestAccuracy) <= Tolerance) return centres;
        }
    }

    private static double Coordinate(SeededRandom random) => -10 + (20 * random.NextUniform());

    private static double NearestCentreAccuracy((double X, double Y)[] centres, (double X, double Y)[] probes)
    {
        int right = 0;
        for (int own = 0; own < centres.Length; own++)
            foreach ((double dx, double dy) in probes)
            {
                (double x, double y) = (centres[own].X + dx, centres[own].Y + dy);
                double distance = (dx * dx) + (dy * dy);
                bool nearest = true;
                foreach ((double cx, double cy) in centres) nearest &= ((x - cx) * (x - cx)) + ((y - cy) * (y - cy)) >= distance - 1e-9;
                if (nearest) right++;
            }

        return right / (double)(centres.Length * probes.Length);
    }
}
