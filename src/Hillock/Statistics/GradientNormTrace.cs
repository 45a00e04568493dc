using Hillock.Diagnosis;

namespace Hillock.Statistics;

/// <summary>The norm of the whole network's gradient over a training: for how many looks running it stood far above its running median.</summary>
public sealed class GradientNormTrace
{
    private readonly RunningMedian _median = new();
    private readonly double _jump;

    /// <summary>A trace with no looks yet.</summary>
    /// <param name="thresholds">The ratio to judge by; the default where null.</param>
    public GradientNormTrace(ThresholdSet? thresholds = null) => _jump = (thresholds ?? ThresholdSet.Defaults)[ExplodingGradient.NormJump];

    /// <summary>Looks with a finite norm.</summary>
    public int Looks { get; private set; }

    /// <summary>Looks running at which the norm exceeded the threshold times its running median.</summary>
    public LookRun Exploding { get; private set; }

    /// <summary>The largest norm over its running median so far; 0 before there is a median.</summary>
    public double LargestJump { get; private set; }

    /// <summary>Adds a look; a norm that is NaN or ±∞ is the matter of another rule and left out.</summary>
    public void Add(int step, double norm)
    {
        if (!double.IsFinite(norm)) return;
        double jump = _median.Add(norm);
        // Comparisons with NaN are false: without a median to compare with there is no jump.
        if (jump > LargestJump) LargestJump = jump;
        Exploding = Exploding.Next(step, jump > _jump);
        Looks++;
    }

    internal void Pass(StateStream state)
    {
        Looks = state.Value(Looks);
        Exploding = state.Value(Exploding);
        LargestJump = state.Value(LargestJump);
        _median.Pass(state);
    }
}
