using Hillock.Diagnosis;

namespace Hillock.Report.Pages;

/// <summary>Findings of one rule and severity: what ten layers have in common is said once.</summary>
internal sealed record FindingGroup(string Rule, Severity Severity, IReadOnlyList<Finding> Findings)
{
    /// <summary>The groups, gravest first, otherwise in the findings' order.</summary>
    public static IReadOnlyList<FindingGroup> Of(IReadOnlyList<Finding> findings) =>
    [
        .. findings.GroupBy(finding => (finding.Rule, finding.Severity))
            .Select(group => new FindingGroup(group.Key.Rule, group.Key.Severity, [.. group]))
            .OrderByDescending(group => group.Severity),
    ];

    /// <summary>The pieces of advice, each once.</summary>
    public IEnumerable<string> Advice => Findings.Select(finding => finding.Advice).Where(advice => advice.Length > 0).Distinct();

    /// <summary>"hidden3", "hidden1, hidden2", "10 layers" or "whole network".</summary>
    public string Place
    {
        get
        {
            string[] layers = [.. Findings.Select(finding => finding.Layer).OfType<string>().Distinct()];
            return layers.Length switch { 0 => "whole network", <= 3 => string.Join(", ", layers), int n => $"{n} layers" };
        }
    }
}
