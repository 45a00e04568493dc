using Hillock.Diagnosis;

namespace Hillock.Statistics;

/// <summary>The norm of the whole network's gradient over a training: for how many looks running it stood far above its running median.</summary>
public sealed class GradientNormTrace
{
    // The median of the last 63 looks; under five there is none to compare with.
    private const int Window = 63;
    private const int FewestLooks = 5;

    private readonly double[] _recent = new double[Window];
    private readonly double[] _sorted = new double[Window];
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
        int known = Math.Min(Looks, Window);
        bool jumped = false;
        if (known >= FewestLooks)
        {
            Span<double> sorted = _sorted.AsSpan(0, known);
            _recent.AsSpan(0, known).CopyTo(sorted);
            sorted.Sort();
            double median = sorted[known / 2];
            jumped = norm > _jump * median && median > 0;
            if (median > 0) LargestJump = Math.Max(LargestJump, norm / median);
        }

        Exploding = Exploding.Next(step, jumped);
        _recent[Looks++ % Window] = norm;
    }

    internal void Pass(StateStream state)
    {
        Looks = state.Value(Looks);
        Exploding = state.Value(Exploding);
        LargestJump = state.Value(LargestJump);
        state.Values(_recent.AsSpan());
    }
}
