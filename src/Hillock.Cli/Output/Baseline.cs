using Hillock.Cli.Commands;
using Hillock.Diagnosis;
using Hillock.Report;
using Hillock.Runs;

namespace Hillock.Cli.Output;

/// <summary>Tells new findings from those that an earlier report already had, and the exit status from them.</summary>
internal sealed class Baseline
{
    // Units and numbers move a little from run to run; rule and place say whether it is the same trouble, and how grave it was then.
    private string? _path;
    private readonly Dictionary<(string Activation, long Seed, string Rule, string? Layer), Severity> _known = [];

    /// <summary>The findings of an earlier report; none without one.</summary>
    /// <exception cref="FileNotFoundException">There is no such report.</exception>
    public static Baseline Read(string? path)
    {
        Baseline baseline = new();
        if (path is null) return baseline;
        if (!File.Exists(path)) throw new FileNotFoundException($"--baseline '{path}': there is no such file; give the report.json of an earlier run");
        baseline._path = path;
        foreach (Run run in ReportJson.Read(path).Runs)
            foreach (Finding finding in run.Findings)
                if (finding.Severity >= baseline._known.GetValueOrDefault(Key(run, finding)))
                    baseline._known[Key(run, finding)] = finding.Severity;
        return baseline;
    }

    /// <summary>How many findings are new; null without an earlier report.</summary>
    public string? Describe(RunReport report)
    {
        if (_path is null) return null;
        int all = report.Runs.Sum(run => run.Findings.Count), news = report.Runs.Sum(run => run.Findings.Count(finding => IsNew(run, finding)));
        return $"Of {all} findings {(news == 0 ? "none is" : news == 1 ? "1 is" : $"{news} are")} new since {_path}.";
    }

    public int ExitCodeFor(RunReport report, Severity? failOn) =>
        failOn is { } severity && report.Runs.Any(run => run.Findings.Any(finding => finding.Severity >= severity && IsNew(run, finding)))
            ? ExitCode.Findings : ExitCode.Done;

    // What was as grave or graver before is no news.
    private bool IsNew(Run run, Finding finding) => !_known.TryGetValue(Key(run, finding), out Severity before) || finding.Severity > before;

    private static (string, long, string, string?) Key(Run run, Finding finding) => (run.Activation, run.Seed, finding.Rule, finding.Layer);
}
