namespace Hillock.Diagnosis;

/// <summary>Every rule of the diagnosis.</summary>
public static class Rules
{
    // The order of findings of one severity: causes before their effects, for a dead layer starves the gradient of those before it.
    private static readonly IRule[] All =
    [
        new NonFinite(),
        new OutputMismatch(),
        new AbnormalInput(),
        new PoorInitialisation(),
        new DeadUnits(),
        new ConstantUnits(),
        new SaturatedUnits(),
        new ExplodingGradient(),
        new VanishingGradient(),
        new LearningRate(),
        new Oscillating(),
        new DormantUnits(),
        new NotZeroCentred(),
        new ZigZag(),
        new Stalled(),
    ];

    /// <summary>The rules' names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(rule => rule.Name)];

    /// <summary>Every number that a rule judges by.</summary>
    public static IReadOnlyList<Threshold> Thresholds { get; } = [.. All.SelectMany(rule => rule.Thresholds)];

    /// <summary>What is wrong or worth knowing: gravest first, then by rule, then in the order of the layers.</summary>
    public static IReadOnlyList<Finding> Apply(Examination examination)
    {
        ArgumentNullException.ThrowIfNull(examination);
        return [.. All.SelectMany(rule => rule.Examine(examination)).OrderByDescending(finding => finding.Severity)];
    }
}
