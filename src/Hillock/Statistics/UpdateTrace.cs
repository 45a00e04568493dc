namespace Hillock.Statistics;

/// <summary>How a layer's weights moved in single steps: the latest twenty that were looked at.</summary>
public sealed class UpdateTrace
{
    /// <summary>The steps that are remembered.</summary>
    public const int Window = 20;

    private readonly double[] _sizes = new double[Window];
    private readonly double[] _oneSigned = new double[Window];
    private readonly double[] _cosines = new double[Window];

    /// <summary>Steps looked at.</summary>
    public int Steps { get; private set; }

    /// <summary>Pairs of successive steps looked at.</summary>
    public int Pairs { get; private set; }

    /// <summary>Median of ‖ΔW‖/‖W‖ over the latest steps; NaN before the first.</summary>
    public double MedianSize
    {
        get
        {
            double[] sorted = [.. Latest(_sizes, Steps).ToArray().Order()];
            return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
        }
    }

    /// <summary>Mean share of units whose weights all moved in one direction, those that stood still left out; NaN before the first step.</summary>
    public double OneSignedShare => Mean(_oneSigned, Steps);

    /// <summary>Mean cosine between one step and the next; NaN before the first pair.</summary>
    public double MeanCosine => Mean(_cosines, Pairs);

    /// <summary>Adds a step; one whose size is not finite is the matter of another rule and left out.</summary>
    /// <param name="size">‖ΔW‖/‖W‖.</param>
    /// <param name="oneSigned">The share of units of which every weight that moved did so with the same sign.</param>
    /// <param name="cosine">The cosine to the step before; null where that was not looked at, or either was 0.</param>
    public void Add(double size, double oneSigned, double? cosine)
    {
        if (!double.IsFinite(size)) return;
        _sizes[Steps % Window] = size;
        _oneSigned[Steps++ % Window] = oneSigned;
        if (cosine is double c && double.IsFinite(c)) _cosines[Pairs++ % Window] = c;
    }

    internal void Pass(StateStream state)
    {
        Steps = state.Value(Steps);
        Pairs = state.Value(Pairs);
        foreach (double[] values in (double[][])[_sizes, _oneSigned, _cosines]) state.Values(values.AsSpan());
    }

    private static Span<double> Latest(double[] values, int count) => values.AsSpan(0, Math.Min(count, Window));

    private static double Mean(double[] values, int count)
    {
        double sum = 0;
        foreach (double value in Latest(values, count)) sum += value;
        return sum / Math.Min(count, Window);
    }
}
