namespace Hillock.Diagnosis;

/// <summary>A rule: statistics in, findings out. One file each, with its thresholds, and one line in <see cref="Rules"/>.</summary>
internal interface IRule
{
    /// <summary>The name in reports: "dead-units".</summary>
    string Name { get; }

    /// <summary>The numbers that it judges by.</summary>
    IReadOnlyList<Threshold> Thresholds { get; }

    /// <summary>What it finds.</summary>
    IEnumerable<Finding> Examine(Examination examination);
}
