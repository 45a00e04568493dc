namespace Hillock.Statistics;

/// <summary>How far a number stands above the median of those before it, of which the last 63 count.</summary>
internal sealed class RunningMedian
{
    private const int Window = 63;

    // Under five there is no median worth comparing with.
    private const int Fewest = 5;

    private readonly double[] _recent = new double[Window];
    private readonly double[] _sorted = new double[Window];
    private int _count;

    /// <summary>Adds a finite number; returns it over the median of those before, or NaN where there is none or it is 0.</summary>
    public double Add(double value)
    {
        int known = Math.Min(_count, Window);
        double ratio = double.NaN;
        if (known >= Fewest)
        {
            Span<double> sorted = _sorted.AsSpan(0, known);
            _recent.AsSpan(0, known).CopyTo(sorted);
            sorted.Sort();
            double median = sorted[known / 2];
            if (median > 0) ratio = value / median;
        }

        _recent[_count++ % Window] = value;
        return ratio;
    }

    public void Pass(StateStream state)
    {
        _count = state.Value(_count);
        state.Values(_recent.AsSpan());
    }
}
