using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Since when units have been dead, what happened there, and how many of those once silent came back.</summary>
internal static class DeathHistory
{
    /// <param name="dead">The dead units.</param>
    /// <param name="timeline">What each unit did at every look.</param>
    /// <param name="deaths">What was seen when each fell silent.</param>
    /// <param name="looks">The silent looks up to the last that make a death converged.</param>
    /// <param name="numbers">Receives the numbers.</param>
    /// <returns>The grade, and the end of a sentence.</returns>
    public static (Grade Grade, string Text) Tell(
        IReadOnlyList<int> dead, UnitTimeline timeline, IReadOnlyDictionary<int, Death>? deaths, double looks, Dictionary<string, double> numbers)
    {
        int[] converged = [.. dead.Where(unit => timeline.SilentLooks(unit) >= looks)];
        int silent = Enumerable.Range(0, timeline.Units).Count(unit => timeline.SilentLooks(unit) >= looks);
        int back = Enumerable.Range(0, timeline.Units).Count(unit => timeline.CameBack(unit) && timeline.SilentLooks(unit) == 0), everSilent = silent + back;
        numbers["converged"] = converged.Length;
        numbers["bornDead"] = converged.Count(unit => timeline.SilentLooks(unit) == timeline.Looks);
        if (everSilent > 0) numbers["cameBackShare"] = (double)back / everSilent;
        Grade grade = converged.Length == dead.Count ? Grade.Converged : Grade.Observed;
        if (converged.Length == 0) return (grade, "");
        int first = converged.Min(unit => timeline.SilentSince(unit)!.Value), last = converged.Max(unit => timeline.SilentSince(unit)!.Value);
        numbers["sinceStep"] = first;
        numbers["lastDeathStep"] = last;
        string text = first == last ? $"; silent since step {Words.Count(first)}" : $"; silent since steps {Words.Count(first)} to {Words.Count(last)}";
        int born = (int)numbers["bornDead"];
        if (born > 0) text += born == converged.Length ? ", which is to say from the start" : $", {Words.Count(born)} of them from the start";
        if (back > 0) text += $" ({Words.Count(back)} of {Words.Count(everSilent)} that fell silent came back)";
        return (grade, text + (deaths is null ? "" : Cause(converged, deaths, numbers)));
    }

    // The step at which most died stands for all, of several the one with the largest jump: what is wanted is the event, not a list of them.
    private static string Cause(int[] converged, IReadOnlyDictionary<int, Death> deaths, Dictionary<string, double> numbers)
    {
        Death[] known = [.. converged.Where(deaths.ContainsKey).Select(unit => deaths[unit]).Where(death => death.LastFired > 0)];
        if (known.Length == 0) return "";
        Death[] most = [.. known.GroupBy(death => death.Step).OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Max(death => double.IsFinite(death.BiasChange) ? Math.Abs(death.BiasChange) : 0)).First()];
        List<string> parts = [];
        void Add(string name, Func<Death, double> number, Func<double, string> words)
        {
            double value = most.Select(number).Where(double.IsFinite).OrderByDescending(Math.Abs).FirstOrDefault(double.NaN);
            if (!double.IsFinite(value) || value == 0) return;
            numbers[name] = value;
            parts.Add(words(value));
        }

        Add("biasChange", death => death.BiasChange, v => $"a bias moved by {Words.Number(v)}");
        Add("weightChange", death => death.WeightChange, v => $"incoming weights changed by {Words.Percent(v)}");
        Add("stepLength", death => death.StepLength, v => $"rate × gradient norm was {Words.Number(v)}");
        Add("inputJump", death => death.InputJump, v => $"the largest input was {Words.Number(v)} times the usual");
        return parts.Count == 0 ? "" : $"; when {(most.Length == 1 ? "one" : Words.Count(most.Length))} died, between steps "
            + $"{Words.Count(most[0].LastFired)} and {Words.Count(most[0].Step)}, {string.Join(", ", parts)}";
    }
}
