namespace Hillock.Accuracy;

/// <summary>What a function promises, and where.</summary>
internal static class Promise
{
    /// <summary>The largest |x| for which a function promises its bound: snake's ends where its sine is of large numbers.</summary>
    public static double Limit(Activation f) => f.Name == "snake" ? (1 << 20) / Math.Abs(f["a"]) : double.PositiveInfinity;

    /// <summary>Whether x is near a root of the derivative, where an absolute error is what can be had; snake has one in every period.</summary>
    public static bool NearRoot(Activation f, double x) =>
        f.Name == "snake" ? f.Derivative(x) < 0.25 : f.Facts.TurningPoints.Any(root => Math.Abs(x - root) < 0.25 * Math.Abs(root) + 0.05);

    /// <summary>The absolute error of a float that is allowed near a root.</summary>
    public const double NearRootError = 1.0 / (1 << 27);
}
