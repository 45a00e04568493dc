using Hillock.Diagnosis;

namespace Hillock.Lab.Trouble;

/// <summary>Which rules name which fault.</summary>
internal static class FaultRules
{
    // Where nothing was meant to be wrong, or the long steps of the oscillating family kill units or blow up the gradient besides, any cause
    // that is named counts; stalled names none.
    private static readonly string[] Causes = [.. Rules.Names.Where(rule => rule != "stalled")];

    /// <summary>
    /// The rules that name a fault, its own first. A start at which each layer shrinks, blows up or cuts off what the data make of z is the same
    /// fault seen on the way forward, and saturation is how sigmoids lose their gradient. A raw input is a fault of its own in every family.
    /// </summary>
    public static IReadOnlyList<string> Of(TroubleCase trouble) =>
    [
        .. Own(trouble),
        .. trouble.Fault switch
        {
            Fault.Vanishing => ["saturated-units", "poor-initialisation"],
            Fault.Exploding or Fault.Dying => ["poor-initialisation"],
            Fault.Oscillating => ["learning-rate", "exploding-gradient", "dead-units"],
            _ => (string[])[],
        },
    ];

    /// <summary>Whether a warning or an error names the fault.</summary>
    /// <param name="rules">The rules that name it.</param>
    /// <param name="findings">What was found.</param>
    public static bool Name(IReadOnlyList<string> rules, IEnumerable<TroubleFinding> findings) =>
        findings.Any(finding => finding.Severity >= Severity.Warning && rules.Contains(finding.Rule));

    /// <summary>The rules that are about this very fault.</summary>
    public static IReadOnlyList<string> Own(TroubleCase trouble) =>
    [
        .. trouble.Fault switch
        {
            Fault.Vanishing => ["vanishing-gradient"],
            Fault.Exploding => ["exploding-gradient", "non-finite"],
            Fault.Dying => ["dead-units", "constant-units", "vanishing-gradient"],
            Fault.Input => ["abnormal-input"],
            Fault.Output => ["output-mismatch"],
            Fault.Oscillating => ["oscillating"],
            _ => Causes,
        },
        .. trouble.Scale == "x100" ? (string[])["abnormal-input"] : [],
    ];
}
