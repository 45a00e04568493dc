namespace Hillock.Lab.Trouble;

/// <summary>What a case turned out to be.</summary>
public enum TroubleKind
{
    /// <summary>Its test accuracy reached nine tenths of the way from chance to that of the reference network.</summary>
    Healthy,

    /// <summary>It reached less than half of the way.</summary>
    Broken,

    /// <summary>In between: counted, not judged.</summary>
    Between,
}
