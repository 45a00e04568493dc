using Hillock.Diagnosis;

namespace Hillock.Lab.Trouble;

/// <summary>Findings of one rule and severity in a case.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Layers">The layers; empty where the whole network is meant.</param>
/// <param name="Evidence">The first one's evidence.</param>
public sealed record TroubleFinding(string Rule, Severity Severity, IReadOnlyList<string> Layers, string Evidence)
{
    internal static IReadOnlyList<TroubleFinding> Of(IReadOnlyList<Finding> findings) =>
    [
        .. findings.GroupBy(finding => (finding.Rule, finding.Severity)).Select(group =>
            new TroubleFinding(group.Key.Rule, group.Key.Severity, [.. group.Select(finding => finding.Layer).OfType<string>()], group.First().Evidence)),
    ];
}
