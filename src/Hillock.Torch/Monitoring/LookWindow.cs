using Hillock.Statistics;

namespace Hillock.Torch.Monitoring;

/// <summary>Statistics of the latest looks: those since the window was last closed, and those of the window before.</summary>
internal sealed class LookWindow(Activation activation, int units, double slope)
{
    private const int EnoughLooks = 3, EnoughSamples = 200;

    private UnitStatistics _current = new(activation, units, saturatedSlope: slope);
    private UnitStatistics _previous = new(activation, units, saturatedSlope: slope);

    /// <summary>Since the window was last closed.</summary>
    public UnitStatistics Current => _current;

    public int Looks { get; private set; }

    public void Add(UnitStatistics look)
    {
        _current.Merge(look);
        Looks++;
    }

    /// <summary>Starts a new window.</summary>
    public void Close()
    {
        (_current, _previous) = (_previous, _current);
        _current.Clear();
        Looks = 0;
    }

    public void Pass(StateStream state)
    {
        _current.Pass(state);
        _previous.Pass(state);
        Looks = state.Value(Looks);
    }

    /// <summary>What was seen last, as a copy: the current window, and where that is too short to judge by the one before too.</summary>
    public UnitStatistics Recent()
    {
        UnitStatistics all = new(_current.Activation, _current.Units, saturatedSlope: _current.SaturatedSlope);
        if (Looks < EnoughLooks || _current.Samples < EnoughSamples) all.Merge(_previous);
        all.Merge(_current);
        return all;
    }
}
