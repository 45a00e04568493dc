using System.Diagnostics.Metrics;
using Hillock.Statistics;

namespace Hillock.Torch.Monitoring;

/// <summary>What looks show, as metrics of the meter Hillock.Torch with the layer as tag: for live dashboards, at no cost where nobody listens.</summary>
internal static class LiveMetrics
{
    private static readonly Meter Meter = new("Hillock.Torch");
    private static readonly Counter<long> Looks = Meter.CreateCounter<long>("hillock.looks", "{look}", "Looks at a layer.");
    private static readonly Gauge<int> Silent = Meter.CreateGauge<int>("hillock.silent_units", "{unit}", "Units that never fired in the look.");
    private static readonly Gauge<double> Zeros = Meter.CreateGauge<double>("hillock.zero_fraction", "1", "Share of outputs that are exactly 0.");
    private static readonly Gauge<double> Saturated = Meter.CreateGauge<double>("hillock.saturated_fraction", "1", "Share of observations on a saturating tail.");
    private static readonly Gauge<double> Gradient = Meter.CreateGauge<double>("hillock.gradient_ratio", "1", "Root mean square of the gradient over the output's.");

    public static bool Enabled => Looks.Enabled || Silent.Enabled || Zeros.Enabled || Saturated.Enabled || Gradient.Enabled;

    /// <param name="layer">The layer's name.</param>
    /// <param name="look">What the look counted.</param>
    /// <param name="output">The output's gradient in the same look.</param>
    public static void Record(string layer, UnitStatistics look, UnitStatistics output)
    {
        if (look.Samples == 0) return;
        KeyValuePair<string, object?> tag = new("layer", layer);
        UnitState[] states = new UnitState[look.Units];
        look.States(states);
        Looks.Add(1, tag);
        Silent.Record(states.Count(state => state == UnitState.Silent), tag);
        Zeros.Record(look.ZeroFraction, tag);
        Saturated.Record(look.SaturatedFraction, tag);
        if (LayerReports.Gain(look.GradientRms, output.GradientRms) is double ratio) Gradient.Record(ratio, tag);
    }
}
