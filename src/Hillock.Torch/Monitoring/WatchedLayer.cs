using Hillock.Diagnosis;
using Hillock.Statistics;

namespace Hillock.Torch.Monitoring;

/// <summary>
/// One layer under watch: an activation module where it follows one certain affine module. Everything it holds grows with its units
/// alone.
/// </summary>
internal sealed class WatchedLayer
{
    // A variance over fewer is off by more than a quarter.
    private const int FewestAtStart = 30;

    private readonly UnitStatistics _look;
    private readonly UnitState[] _states;
    private readonly ThresholdSet _thresholds;
    private readonly double _slope;
    private readonly float[] _silentOutput;
    private readonly Dictionary<int, Death> _deaths = [];

    public WatchedLayer(string path, string? after, Activation activation, int units, ThresholdSet thresholds)
    {
        (Path, After, Activation, Units, _thresholds) = (path, after, activation, units, thresholds);
        _slope = thresholds["saturated-units.slope"];
        _look = new UnitStatistics(activation, units, saturatedSlope: _slope);
        _states = new UnitState[units];
        _silentOutput = new float[units];
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

    /// <summary>What becomes of the weights before it; null where they cannot be read.</summary>
    public WeightWatch? Weights { get; init; }

    /// <summary>What was seen when each unit fell silent that is silent now.</summary>
    public IReadOnlyDictionary<int, Death> Deaths => _deaths;

    /// <summary>The variance of z on data before the first step; null where it was not seen, or on too few samples.</summary>
    public double? StartVariance { get; private set; }

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
        StartVariance = state.Optional(StartVariance);
        state.Values(_silentOutput.AsSpan());
        List<(int Unit, Death Death)> deaths = [.. _deaths.Select(pair => (pair.Key, pair.Value))];
        state.List(deaths, pair => (state.Value(pair.Unit), state.Value(pair.Death)));
        _deaths.Clear();
        foreach ((int unit, Death death) in deaths) _deaths.Add(unit, death);
        Weights?.Pass(state);
    }

    /// <summary>Remembers how z varies with the weights that a training begins with.</summary>
    public void MeasureStart(UnitStatistics? statistics)
    {
        if (statistics is { Samples: >= FewestAtStart }) StartVariance ??= statistics.PreActivationVariance;
    }

    /// <summary>Takes up what a look has counted, where it is only that: the network's input.</summary>
    public void FinishCount()
    {
        if (_look.Samples == 0) return;
        Window.Add(_look);
        _look.Clear();
    }

    /// <summary>Takes up what a look has counted.</summary>
    /// <param name="step">The step looked at.</param>
    /// <param name="output">The output's gradient in the same look; null where it was not seen.</param>
    /// <param name="stepLength">Learning rate × norm of the gradient at the look before; NaN where it is not known.</param>
    /// <param name="inputJump">The largest input lately over the usual; NaN where it is not known.</param>
    public void FinishLook(int step, UnitStatistics? output, double stepLength = double.NaN, double inputJump = double.NaN)
    {
        if (_look.Samples == 0) return;
        if (step == 1) MeasureStart(_look);
        _look.States(_states, _thresholds);
        // Silent on one rail, then on the other, is not silent.
        for (int unit = 0; unit < Units; unit++)
        {
            if (_states[unit] != UnitState.Silent) continue;
            float rail = (float)_look[unit].Output.Minimum;
            if (Timeline.SilentLooks(unit) > 0 && rail != _silentOutput[unit]) _states[unit] = UnitState.Saturated;
            _silentOutput[unit] = rail;
        }

        int before = Timeline.LastStep;
        Timeline.Add(step, _states, _look.Samples);
        for (int unit = 0; unit < Units; unit++)
            if (_states[unit] != UnitState.Silent) _deaths.Remove(unit);
            else if (Timeline.SilentLooks(unit) == 1)
                _deaths[unit] = new(step, before, Weights?.BiasChange[unit] ?? double.NaN, Weights?.WeightChange(unit) ?? double.NaN, stepLength, inputJump);
        if (_look.GradientRms is double rms && output?.GradientRms is double outputRms)
            Gradient.Add(step, rms, _look.GradientMedianNonZero, outputRms, output.GradientMedianNonZero);
        Window.Add(_look);
        _look.Clear();
    }
}
