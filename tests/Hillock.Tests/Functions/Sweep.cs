using System.Globalization;
using Hillock.Accuracy;

namespace Hillock.Tests.Functions;

/// <summary>The worst of a sweep: how far off, where, what came out, and how many results were not the nearest number.</summary>
internal sealed record Worst(double Ulp, double At, double Got, Wide Expected, int NotNearest, int Count)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Ulp:F3} ulp at {At:R}: got {Got:R}, expected {Expected}; {NotNearest} of {Count} not nearest");
}

/// <summary>Compares kernels with their <see cref="Reference"/>.</summary>
internal static class Sweep
{
    public static Worst Float(Activation f, bool derivative, float[] x, Precision precision = Precision.Fast)
    {
        float[] y = new float[x.Length];
        if (derivative) f.Derivative(x, y, precision);
        else f.Forward(x, y, precision);
        Func<Wide, Wide> formula = FormulaOf(f, derivative, p => (float)p);
        return Judge(x.Length, i => x[i], i => y[i], formula, (i, expected) => Ulp.Of(y[i], expected), Excused(f, derivative, Math.ScaleB(1, -27)));
    }

    public static Worst Double(Activation f, bool derivative, double[] x)
    {
        double[] y = new double[x.Length];
        if (derivative) f.Derivative(x, y);
        else f.Forward(x, y);
        Func<Wide, Wide> formula = FormulaOf(f, derivative, p => p);
        return Judge(x.Length, i => x[i], i => y[i], formula, (i, expected) => Ulp.Of(y[i], expected), Excused(f, derivative, Math.ScaleB(1, -53)));
    }

    public static Func<Wide, Wide> FormulaOf(Activation f, bool derivative, Func<double, double> round) => OracleFunction.Of(f, derivative, round);

    /// <inheritdoc cref="Promise.Limit"/>
    public static bool Promised(Activation f, double x) => Math.Abs(x) <= Promise.Limit(f);

    private static Func<double, double, Wide, bool> Excused(Activation f, bool derivative, double allowed) =>
        (x, y, expected) => derivative && double.IsFinite(y) && WideMath.Abs(expected - y) <= allowed && Promise.NearRoot(f, x);

    private static Worst Judge(
        int count, Func<int, double> x, Func<int, double> y, Func<Wide, Wide> formula, Func<int, Wide, double> distance,
        Func<double, double, Wide, bool> excused)
    {
        Worst worst = new(-1, 0, 0, 0, 0, count);
        int notNearest = 0;
        for (int i = 0; i < count; i++)
        {
            Wide expected = formula(x(i));
            double ulp = distance(i, expected);
            if (ulp > 0.5) notNearest++;
            if (ulp > 0.5 && excused(x(i), y(i), expected)) ulp = 0.5;
            if (ulp > worst.Ulp) worst = worst with { Ulp = ulp, At = x(i), Got = y(i), Expected = expected };
        }
        return worst with { NotNearest = notNearest };
    }
}
