using System.Globalization;
using Hillock.Diagnosis;

namespace Hillock.Lab.Trouble;

/// <summary>The benchmark as lines of a Markdown table, a family each, and what was missed.</summary>
public static class TroubleTable
{
    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Of(TroubleReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<string> lines =
        [
            "| family | cases | broken | detected | by its own rule | healthy | false errors | false warnings | between | cured a / b / c |",
            "|---|---|---|---|---|---|---|---|---|---|",
            .. report.Cases.GroupBy(result => result.Family).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, [.. group])),
            Row("all", report.Cases),
        ];
        TroubleSummary summary = report.Summary;
        if (summary.Planted is { } planted)
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"Planted faults: precision {planted.Precision:F4}, recall {planted.Recall:F4} over {planted.Units} units and {planted.Decoys} decoys."));
        if (summary.Cost is double cost)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Time with treatments over time without: {cost:F2} on the broken that did not break off."));
        if (summary.MostSteps is double most) lines.Add(string.Create(CultureInfo.InvariantCulture, $"Steps with treatments over those of the whole training: at most {most:F2} on the broken."));
        if (summary.StepsHealthy is double steps)
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"On the healthy: {summary.Meddled} of {summary.Healthy} with a trial; {steps:F3} times the steps, {summary.CostHealthy:F2} times the time."));
        foreach (TroubleResult result in report.Cases)
        {
            if (result is { Kind: TroubleKind.Broken, Detected: false }) lines.Add($"Not detected ({result.Family}): hillock train {result.Train}");
            if (result is { Kind: TroubleKind.Broken, SymptomGone: false }) lines.Add($"Not cured, (a) ({result.Family}): hillock train {result.Train}");
            else if (result is { Kind: TroubleKind.Broken, Cured: { } cured } && result.Progress(cured.Accuracy) < TroubleTrial.Healthy)
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"Not cured, (c) ({result.Family}, {result.Progress(cured.Accuracy):P0} of the way): hillock train {result.Train}"));
            if (result.FalseAlarm is { } alarm)
                lines.Add($"False {alarm.ToString().ToLowerInvariant()} ({result.Family}; {string.Join(", ", Alarms(result))}): hillock train {result.Train}");
        }

        return lines;
    }

    private static IEnumerable<string> Alarms(TroubleResult result) =>
        result.Halfway.Concat(result.Findings).Where(finding => finding.Severity > Severity.Info).Select(finding => finding.Rule).Distinct();

    private static string Row(string family, IReadOnlyList<TroubleResult> results)
    {
        TroubleSummary sum = TroubleSummary.Of(results, null);
        int broken = sum.Broken, healthy = sum.Healthy;
        string Count(double? share, int of) => share is double s ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(s * of)}") : "–";
        int treated = results.Count(result => result is { Kind: TroubleKind.Broken, Cured: not null });
        string cured = treated == 0 ? "–" : $"{Count(sum.CuredA, treated)} / {Count(sum.CuredB, treated)} / {Count(sum.CuredC, treated)} of {treated}";
        return $"| {family} | {results.Count} | {broken} | {Count(sum.Detection, broken)} | {Count(sum.DetectionByOwnRule, broken)} | {healthy} | {Count(sum.FalseErrors, healthy)} | {Count(sum.FalseWarnings, healthy)} | {sum.Between} | {cured} |";
    }
}
