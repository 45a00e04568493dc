namespace Hillock.Statistics;

/// <summary>What a unit did during one look, or over several: the highest of its states.</summary>
public enum UnitState : byte
{
    /// <summary>It never fired: f′(z) was 0 and its output the same for every observation.</summary>
    Silent,

    /// <summary>It fired, but at least 95 % of its observations lay on a saturating tail.</summary>
    Saturated,

    /// <summary>It fired.</summary>
    Alive,
}
