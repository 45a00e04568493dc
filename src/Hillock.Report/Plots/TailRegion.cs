namespace Hillock.Report.Plots;

/// <summary>Where on an axis of pre-activations a function is off or saturates: its derivative is below 1 % of its supremum.</summary>
/// <param name="Kind">Off or saturating.</param>
/// <param name="Range">From where to where.</param>
public sealed record TailRegion(TailKind Kind, ValueRange Range)
{
    /// <summary>The class that gives it its shade.</summary>
    public string Class => Kind == TailKind.Off ? "off" : "saturating";

    private const int Steps = 512;
    private const double Share = 0.01;

    /// <summary>The regions of a function within a stretch; none for tails that are neither.</summary>
    public static IReadOnlyList<TailRegion> Of(Activation function, ValueRange range)
    {
        ArgumentNullException.ThrowIfNull(function);
        FunctionFacts facts = function.Facts;
        // A slope without bound has no hundredth; then 1 stands for it, the slope of the identity.
        double limit = Share * (double.IsFinite(facts.MaxSlope) ? facts.MaxSlope : 1);
        // A tail ends at the outermost kink: the derivative of a step is 0 on both sides of it.
        double first = facts.Kinks.Count > 0 ? facts.Kinks[0] : range.High, last = facts.Kinks.Count > 0 ? facts.Kinks[^1] : range.Low;
        double At(int i) => range.Low + range.Length * i / Steps;
        List<TailRegion> regions = [];
        if (facts.LowerTail.Kind != TailKind.None)
        {
            int i = 0;
            while (i <= Steps && At(i) <= first && Math.Abs(function.Derivative(At(i))) < limit) i++;
            if (i > 0) regions.Add(new(facts.LowerTail.Kind, new(range.Low, Edge(At(Math.Min(i, Steps)), first))));
        }

        if (facts.UpperTail.Kind != TailKind.None)
        {
            int i = Steps;
            while (i >= 0 && At(i) >= last && Math.Abs(function.Derivative(At(i))) < limit) i--;
            if (i < Steps) regions.Add(new(facts.UpperTail.Kind, new(Edge(At(Math.Max(i, 0)), last), range.High)));
        }

        // The first step past a kink is not quite the kink.
        double Edge(double found, double kink) => Math.Abs(found - kink) <= 2 * range.Length / Steps ? kink : found;
        return regions;
    }
}
