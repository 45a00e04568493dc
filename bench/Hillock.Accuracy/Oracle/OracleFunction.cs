namespace Hillock.Accuracy.Oracle;

/// <summary>A function or its derivative in <see cref="Wide"/> numbers, with an activation's parameters rounded to an element type.</summary>
internal static class OracleFunction
{
    public static Func<Wide, Wide> Of(Activation f, bool derivative, Func<double, double> round)
    {
        Formula formula = Reference.Formulas[f.Name];
        // An infinite parameter stands for none.
        Wide[] p = [.. f.Parameters.Select(parameter => Finite(round(f[parameter.Name])))];
        Func<Wide, Wide[], Wide> chosen = derivative ? formula.Derivative : formula.Value;
        return x => chosen(x, p);
    }

    private static Wide Finite(double p) => double.IsInfinity(p) ? Wide.Scale(Math.Sign(p), 5000) : p;
}
