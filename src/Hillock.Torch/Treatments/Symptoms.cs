using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Torch.Treatments;

/// <summary>What a training is treated for: the rules of its gravest findings. What else there is may follow from them, and is seen again when they are gone.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Least">How grave: a finding of these rules that is less so is no reason to go on treating.</param>
internal sealed record Symptoms(IReadOnlyList<string> Rules, Severity Least)
{
    // A rule of its own here, so that it does not have to wait for the last third of the epochs.
    private const string Stalled = "stalled";

    /// <summary>Whether nothing is to be treated.</summary>
    public bool AreNone => Rules.Count == 0;

    /// <summary>What a training has now.</summary>
    public static Symptoms Of(Course course)
    {
        Score? now = course.RecentScore;
        IReadOnlyList<Finding> found = course.Diagnose(now);
        Severity least = found.Select(finding => finding.Severity).Append(Severity.Warning).Max();
        // What does not fit goes on hurting whatever else is treated.
        string[] rules = In(course, found, now, least);
        return new(rules.Length == 0 ? [] : [.. rules.Union(In(course, found, now, Severity.Warning).Where(DoesNotFit))], least);
    }

    /// <summary>What does not fit before the first step, whatever the training will do.</summary>
    public static Symptoms Before(Course course) => new([.. In(course, course.Diagnose(null), null, Severity.Warning).Where(DoesNotFit)], Severity.Warning);

    /// <summary>Those among some rules.</summary>
    public Symptoms Among(IReadOnlyCollection<string> rules) => this with { Rules = [.. Rules.Where(rules.Contains)] };

    /// <summary>
    /// Whether a training has any of them, as grave; where learning was blocked, one that does not learn is not cured. It is judged by a score of
    /// the weights as they are: the mean over the last steps holds a short trial's beginning against it.
    /// </summary>
    public bool AreIn(Course course, Score? now) => AreIn(course, course.Diagnose(now), now);

    /// <summary>
    /// Whether a training got rid of them by itself. One that still hardly learns and has some warning left is only a milder case, and is
    /// treated while there is time for it.
    /// </summary>
    public bool HavePassed(Course course, Score? now)
    {
        IReadOnlyList<Finding> found = course.Diagnose(now);
        return !AreIn(course, found, now) && (now is { } score && course.IsClear(score.Loss) || In(course, found, now, Severity.Warning).Length == 0);
    }

    private bool AreIn(Course course, IReadOnlyList<Finding> found, Score? now) =>
        In(course, found, now, Least).Any(rule => Rules.Contains(rule) || Least == Severity.Error && rule == Stalled);

    private static bool DoesNotFit(string rule) => rule is "output-mismatch" or "abnormal-input";

    private static string[] In(Course course, IReadOnlyList<Finding> found, Score? now, Severity least)
    {
        IEnumerable<string> rules = found.Where(finding => finding.Severity >= least).Select(finding => finding.Rule).Where(rule => rule != Stalled).Distinct();
        return [.. course.Trainer.Steps > 0 && course.NonFinite is null && !(now is { } score && course.IsLearnt(score)) ? rules.Append(Stalled) : rules];
    }
}
