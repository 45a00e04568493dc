using Hillock.Runs;

namespace Hillock.Statistics;

/// <summary>
/// What each unit of a layer did at every look, in at most 256 time bins: when they are full, neighbours merge pairwise by the highest
/// state, so that a bin is silent only where every look in it was. How long a unit has been silent is kept exactly.
/// </summary>
/// <param name="units">The layer's units.</param>
public sealed class UnitTimeline(int units)
{
    /// <summary>The most bins there are.</summary>
    public const int MaximumBins = 256;

    // Shorter silences are chance where a look sees few samples.
    private const int RevivalLooks = 3;

    private readonly List<(int Step, UnitState[] States)> _bins = [];
    private readonly int[] _silentLooks = new int[units];
    private readonly int[] _silentSince = new int[units];
    private readonly long[] _silentSamples = new long[units];
    private readonly bool[] _cameBack = new bool[units];
    private int _looksInLast;

    /// <summary>The layer's units.</summary>
    public int Units { get; } = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "A layer has at least one unit.");

    /// <summary>Looks added.</summary>
    public int Looks { get; private set; }

    /// <summary>Looks that one bin stands for (the last one may hold fewer).</summary>
    public int LooksPerBin { get; private set; } = 1;

    /// <summary>The step of the last look; 0 before the first.</summary>
    public int LastStep { get; private set; }

    /// <summary>Adds a look.</summary>
    /// <param name="step">The training step; greater than at the look before.</param>
    /// <param name="states">One state a unit.</param>
    /// <param name="samples">The samples seen.</param>
    /// <exception cref="ArgumentException">The states do not fit the units, or the step comes too early.</exception>
    public void Add(int step, ReadOnlySpan<UnitState> states, long samples = 0)
    {
        if (states.Length != Units) throw new ArgumentException($"{states.Length} states for {Units} units.", nameof(states));
        if (Looks > 0 && step <= LastStep)
            throw new ArgumentException($"A look at step {step} after one at step {LastStep}; steps must rise.", nameof(step));
        if (Looks > 0 && _looksInLast < LooksPerBin)
        {
            Raise(_bins[^1].States, states);
            _looksInLast++;
        }
        else
        {
            if (_bins.Count == MaximumBins) Compact();
            _bins.Add((step, states.ToArray()));
            _looksInLast = 1;
        }

        for (int unit = 0; unit < states.Length; unit++)
        {
            if (states[unit] != UnitState.Silent)
            {
                _cameBack[unit] |= _silentLooks[unit] >= RevivalLooks;
                (_silentLooks[unit], _silentSamples[unit]) = (0, 0);
                continue;
            }

            if (_silentLooks[unit]++ == 0) _silentSince[unit] = step;
            _silentSamples[unit] += samples;
        }

        LastStep = step;
        Looks++;
    }

    /// <summary>Joins what another part of the data showed at the same looks: a unit was silent where both parts say so.</summary>
    /// <exception cref="ArgumentException">The other has other units or looked at other steps.</exception>
    public void Merge(UnitTimeline other)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool sameLooks = other.Looks == Looks && other.LastStep == LastStep
            && _bins.Select(bin => bin.Step).SequenceEqual(other._bins.Select(bin => bin.Step));
        if (other.Units != Units || !sameLooks)
            throw new ArgumentException(
                $"{other.Looks} looks at {other.Units} units up to step {other.LastStep} cannot be merged into "
                + $"{Looks} at {Units} up to step {LastStep}; both must have looked at the same steps.", nameof(other));
        for (int bin = 0; bin < _bins.Count; bin++) Raise(_bins[bin].States, other._bins[bin].States);
        for (int unit = 0; unit < Units; unit++)
        {
            // Silent in both for as long as in the one that fell silent later.
            if (other._silentLooks[unit] >= _silentLooks[unit]) continue;
            _silentLooks[unit] = other._silentLooks[unit];
            _silentSince[unit] = other._silentSince[unit];
        }

        for (int unit = 0; unit < Units; unit++)
        {
            _silentSamples[unit] = _silentLooks[unit] == 0 ? 0 : _silentSamples[unit] + other._silentSamples[unit];
            _cameBack[unit] |= other._cameBack[unit];
        }
    }

    /// <summary>The consecutive looks, up to the last one, at which the unit was silent.</summary>
    public int SilentLooks(int unit) => _silentLooks[unit];

    /// <summary>The step of the first of these looks; null where the unit fired at the last look.</summary>
    public int? SilentSince(int unit) => _silentLooks[unit] > 0 ? _silentSince[unit] : null;

    /// <summary>The samples of these looks, as far as they were told.</summary>
    public long SilentSamples(int unit) => _silentSamples[unit];

    /// <summary>Whether the unit ever fired again after at least three silent looks.</summary>
    public bool CameBack(int unit) => _cameBack[unit];

    /// <summary>How often the unit fired again after at least three silent looks, as far as the time bins tell.</summary>
    public int TimesRevived(int unit)
    {
        int revived = 0, silent = 0;
        foreach ((_, UnitState[] states) in _bins)
        {
            if (states[unit] == UnitState.Silent)
            {
                silent += LooksPerBin;
                continue;
            }

            if (silent >= RevivalLooks) revived++;
            silent = 0;
        }

        return revived;
    }

    /// <summary>The timeline for a report.</summary>
    public TimelineRecord ToRecord() => new(
        [.. _bins.Select(bin => bin.Step)],
        [.. Enumerable.Range(0, Units).Select(unit => string.Concat(_bins.Select(bin => Letter(bin.States[unit]))))]);

    internal void Pass(StateStream state)
    {
        Looks = state.Value(Looks);
        LooksPerBin = state.Value(LooksPerBin);
        LastStep = state.Value(LastStep);
        _looksInLast = state.Value(_looksInLast);
        state.Values(_silentLooks.AsSpan());
        state.Values(_silentSince.AsSpan());
        state.Values(_silentSamples.AsSpan());
        state.Values(_cameBack.AsSpan());
        state.List(_bins, bin => (state.Value(bin.Step), state.Array(bin.States ?? [])));
    }

    private static char Letter(UnitState state) => state switch
    {
        UnitState.Silent => 'd',
        UnitState.Saturated => 's',
        _ => 'a',
    };

    private static void Raise(UnitState[] states, ReadOnlySpan<UnitState> others)
    {
        for (int unit = 0; unit < states.Length; unit++)
            if (others[unit] > states[unit]) states[unit] = others[unit];
    }

    private void Compact()
    {
        for (int pair = 0; pair < MaximumBins / 2; pair++)
        {
            Raise(_bins[2 * pair].States, _bins[2 * pair + 1].States);
            _bins[pair] = _bins[2 * pair];
        }

        _bins.RemoveRange(MaximumBins / 2, MaximumBins / 2);
        LooksPerBin *= 2;
    }
}
