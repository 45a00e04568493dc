using Hillock.Statistics;

namespace Hillock.Tests.Statistics;

/// <summary>The oracle: every number by its definition, one unit at a time, two passes, in double.</summary>
internal sealed class Naive
{
    private readonly Activation _activation;
    private readonly double _slopeLimit;

    public Naive(Activation activation, float[] z, float[] a, UnitLayout layout, int unit, double share = 0.01)
    {
        _activation = activation;
        _slopeLimit = share * activation.Facts.MaxSlope;
        List<float> zs = [], outputs = [];
        for (int sample = 0; sample < layout.Samples; sample++)
        {
            bool fired = false;
            for (int position = 0; position < layout.Positions; position++)
            {
                int index = layout.ChannelsLast
                    ? (sample * layout.Positions + position) * layout.Units + unit
                    : (sample * layout.Units + unit) * layout.Positions + position;
                if (float.IsFinite(z[index])) zs.Add(z[index]);
                else NonFinite++;
                if (float.IsFinite(a[index])) outputs.Add(a[index]);
                else NonFinite++;
                fired |= float.IsFinite(z[index]) && Slope(z[index]) != 0;
            }

            if (fired) FiringSamples++;
        }

        PreActivation = SpreadOf(zs);
        Output = SpreadOf(outputs);
        Zeros = outputs.Count(x => x == 0);
        MeanMagnitude = outputs.Count == 0 ? double.NaN : outputs.Sum(x => Math.Abs((double)x)) / outputs.Count;
        SaturatedLow = zs.Count(x => x < 0 && IsSaturated(x, activation.Facts.LowerTail));
        SaturatedHigh = zs.Count(x => x > 0 && IsSaturated(x, activation.Facts.UpperTail));
    }

    public long FiringSamples { get; }
    public long Zeros { get; }
    public long SaturatedLow { get; }
    public long SaturatedHigh { get; }
    public long NonFinite { get; }
    public Spread PreActivation { get; }
    public Spread Output { get; }
    public double MeanMagnitude { get; }

    // Only for functions whose |f′| falls steadily along a saturating tail.
    private bool IsSaturated(float z, Tail tail) => tail.Kind == TailKind.Saturating && Math.Abs(Slope(z)) < _slopeLimit;

    private float Slope(float z)
    {
        float slope = 0;
        _activation.Derivative(new ReadOnlySpan<float>(in z), new Span<float>(ref slope));
        return slope;
    }

    private static Spread SpreadOf(List<float> values)
    {
        if (values.Count == 0) return new(double.NaN, double.NaN, double.NaN, double.NaN);
        double mean = values.Sum(x => (double)x) / values.Count;
        return new(mean, values.Sum(x => (x - mean) * (x - mean)) / values.Count, values.Min(), values.Max());
    }
}
