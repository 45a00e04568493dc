using Hillock.Diagnosis;
using Hillock.Statistics;

namespace Hillock.Torch.Monitoring;

/// <summary>
/// One layer under watch: an activation module where it follows one certain affine module. Everything it holds grows with its units
/// alone.
/// </summary>
internal sealed class WatchedLayer
{
    private readonly UnitStatistics _look;
    private readonly UnitState[] _states;
    private readonly ThresholdSet _thresholds;
    private readonly double _slope;

    public WatchedLayer(string path, string? after, Activation activation, int units, ThresholdSet thresholds)
    {
        (Path, After, Activation, Units, _thresholds) = (path, after, activation, units, thresholds);
        _slope = thresholds["saturated-units.slope"];
        _look = new UnitStatistics(activation, units, saturatedSlope: _slope);
        _states = new UnitState[units];
        Window = new LookWindow(activation, units, _slope);
        Timeline = new UnitTimeline(units);
        Gradient = new GradientTrace(thresholds);
    }

    /// <summary>The activation module's path.</summary>
    public string Path { get; }

    /// <summary>The path of the affine module before it; null where there is none.</summary>
    public string? After { get; }

    public Activation Activation { get; }

    public int Units { get; }

    public LookWindow Window { get; }

    public UnitTimeline Timeline { get; }

    public GradientTrace Gradient { get; }

    /// <summary>What the last evaluation counted; null where there was none since the last look.</summary>
    public UnitStatistics? Evaluation { get; private set; }

    /// <summary>Where the pass at hand is counted.</summary>
    public UnitStatistics Target(bool evaluation) =>
        evaluation ? Evaluation ??= new UnitStatistics(Activation, Units, detailEvery: 1, _slope) : _look;

    /// <summary>What is known best: the evaluation, else the latest looks.</summary>
    public UnitStatistics Best() => Evaluation ?? Window.Recent();

    public void ForgetEvaluation() => Evaluation = null;

    /// <summary>What was seen between looks is none of the state: it is saved when the last look is settled.</summary>
    public void Pass(StateStream state)
    {
        Window.Pass(state);
        Timeline.Pass(state);
        Gradient.Pass(state);
    }

    /// <summary>Takes up what a look has counted.</summary>
    /// <param name="step">The step looked at.</param>
    /// <param name="output">The output's gradient in the same look; null where it was not seen.</param>
    public void FinishLook(int step, UnitStatistics? output)
    {
        if (_look.Samples == 0) return;
        _look.States(_states, _thresholds);
        Timeline.Add(step, _states);
        if (_look.GradientRms is double rms && output?.GradientRms is double outputRms)
            Gradient.Add(step, rms, _look.GradientMedianNonZero, outputRms, output.GradientMedianNonZero);
        Window.Add(_look);
        _look.Clear();
    }
}
