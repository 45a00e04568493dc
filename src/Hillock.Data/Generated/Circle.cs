namespace Hillock.Data.Generated;

/// <summary>Two rings around the origin, of radius 1 (class 0) and 0.8 (class 1), each point moved by normal noise.</summary>
internal static class Circle
{
    private const double InnerRadius = 0.8;

    public static Dataset Make(string source, double noise, int seed)
    {
        SeededRandom random = new(seed);
        const int perRing = PointCloud.Count / 2;
        return PointCloud.Make("circle", source, ["outer", "inner"], random, i =>
        {
            int ring = i / perRing;
            double angle = 2 * Math.PI * (i % perRing) / perRing;
            double radius = ring == 0 ? 1 : InnerRadius;
            double x = (radius * Math.Cos(angle)) + (noise * random.NextNormal());
            double y = (radius * Math.Sin(angle)) + (noise * random.NextNormal());
            return (x, y, ring);
        });
    }
}
