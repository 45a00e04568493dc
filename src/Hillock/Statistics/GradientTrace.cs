using Hillock.Diagnosis;

namespace Hillock.Statistics;

/// <summary>
/// One layer's gradient over a training, as ratio of δ = ∂L/∂z to the output's δ at each look: for how many looks running it was tiny,
/// or huge, and since which step. Root mean square and median are judged both, since with large weights the median dies while the rms
/// explodes.
/// </summary>
public sealed class GradientTrace
{
    private readonly double _vanishing;
    private readonly double _exploding;

    /// <summary>A trace with no looks yet.</summary>
    /// <param name="thresholds">The ratios to judge by; the defaults where null.</param>
    public GradientTrace(ThresholdSet? thresholds = null)
    {
        thresholds ??= ThresholdSet.Defaults;
        _vanishing = thresholds[VanishingGradient.Ratio];
        _exploding = thresholds[ExplodingGradient.Ratio];
    }

    /// <summary>Looks with a gradient.</summary>
    public int Looks { get; private set; }

    /// <summary>Looks running at which a ratio was below the vanishing threshold.</summary>
    public LookRun Vanishing { get; private set; }

    /// <summary>Looks running at which the ratio of rms was above the exploding threshold.</summary>
    public LookRun Exploding { get; private set; }

    /// <summary>δ of the layer over δ of the output at the last look, as ratio of rms; NaN before the first.</summary>
    public double RmsRatio { get; private set; } = double.NaN;

    /// <summary>The same as ratio of medians of the |δ| that are not 0; NaN where the layer or the output has none.</summary>
    public double MedianRatio { get; private set; } = double.NaN;

    /// <summary>Adds a look. A look without a gradient at the output, or with one that is not finite, says nothing and is left out.</summary>
    /// <param name="step">The training step.</param>
    /// <param name="rms">Root mean square of δ in the layer.</param>
    /// <param name="median">Median of the non-zero |δ| in the layer; null where all are 0.</param>
    /// <param name="outputRms">Root mean square of δ at the output.</param>
    /// <param name="outputMedian">Median of the non-zero |δ| at the output; null where all are 0.</param>
    public void Add(int step, double rms, double? median, double outputRms, double? outputMedian)
    {
        if (!double.IsFinite(rms) || !double.IsFinite(outputRms) || outputRms <= 0) return;
        Looks++;
        RmsRatio = rms / outputRms;
        MedianRatio = median / outputMedian ?? double.NaN;
        // Comparisons with NaN are false: a missing median decides nothing.
        Vanishing = Vanishing.Next(step, RmsRatio < _vanishing || MedianRatio < _vanishing);
        Exploding = Exploding.Next(step, RmsRatio > _exploding);
    }

    internal void Pass(StateStream state)
    {
        Looks = state.Value(Looks);
        Vanishing = state.Value(Vanishing);
        Exploding = state.Value(Exploding);
        RmsRatio = state.Value(RmsRatio);
        MedianRatio = state.Value(MedianRatio);
    }
}
