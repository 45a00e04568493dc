using Hillock.Diagnosis;

namespace Hillock.Lab.Trouble;

/// <summary>Which rules name which fault.</summary>
internal static class FaultRules
{
    // Where nothing was meant to be wrong, or the long steps of the oscillating family kill units or blow up the gradient besides, any cause
    // that is named counts; stalled names none.
    private static readonly string[] Causes = [.. Rules.Names.Where(rule => rule != "stalled")];

    /// <summary>The rules that name a fault; a raw input is a fault of its own in every family.</summary>
    public static IReadOnlyList<string> Of(TroubleCase trouble) =>
    [
        .. trouble.Fault switch
        {
            Fault.Vanishing => ["vanishing-gradient"],
            Fault.Exploding => ["exploding-gradient", "non-finite"],
            // Weights of ±0.05 are the cause there, the starved gradient what they do.
            Fault.Dying => trouble.Initialiser.StartsWith("uniform", StringComparison.Ordinal)
                ? ["dead-units", "constant-units", "vanishing-gradient", "poor-initialisation"] : ["dead-units", "constant-units", "vanishing-gradient"],
            Fault.Input => ["abnormal-input"],
            Fault.Output => ["output-mismatch"],
            Fault.Oscillating => ["oscillating", "learning-rate", "exploding-gradient", "dead-units"],
            _ => Causes,
        },
        .. trouble.Scale == "x100" ? (string[])["abnormal-input"] : [],
    ];

    /// <summary>Whether a warning or an error names the fault.</summary>
    public static bool Name(TroubleCase trouble, IEnumerable<TroubleFinding> findings) =>
        findings.Any(finding => finding.Severity >= Severity.Warning && Of(trouble).Contains(finding.Rule));
}
