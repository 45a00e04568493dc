namespace Hillock.Accuracy.Oracle;

/// <summary>How far a result is from the true value, in units of the last place that the true value has in the result's type.</summary>
internal static class Ulp
{
    public static double Of(float actual, Wide expected) => Distance(actual, expected, 23, 127);

    public static double Of(double actual, Wide expected) => Distance(actual, expected, 52, 1023);

    public static double Of(Half actual, Wide expected) => Distance((double)actual, expected, 10, 15);

    private static double Distance(double actual, Wide expected, int digits, int largest)
    {
        if (double.IsNaN(actual)) return double.PositiveInfinity;
        // Infinity stands for the power of two that comes after the largest number; true values beyond it are all the same.
        Wide infinity = Wide.Scale(1, largest + 1);
        if (WideMath.Abs(expected) > infinity) expected = expected.IsNegative ? -infinity : infinity;
        Wide given = double.IsInfinity(actual) ? (actual < 0 ? -infinity : infinity) : actual;
        long exponent = expected.IsZero ? 1 - largest : Math.Clamp(expected.Exponent, 1 - largest, largest);
        return Math.Abs(Wide.Scale(given - expected, digits - exponent).Approximately);
    }
}
