using System.Globalization;
using Hillock.Diagnosis;

namespace Hillock.Runs;

/// <summary>What a report says in about ten plain sentences: which networks learned, where the gradient died, which units are lost, what to do.</summary>
public static class Verdict
{
    // From the best constant answer (0) to perfection (1): above the first a network learned, below the second it did not.
    private const double Learned = 0.5;
    private const double DidNotLearn = 0.1;

    // A rise of the training loss by this share of the constant answer's, from the best epoch to the end, is a collapse and no noise.
    private const double FellBack = 0.2;

    /// <summary>The sentences, those of one run together.</summary>
    public static IReadOnlyList<string> Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        bool severalSeeds = report.Runs.Select(run => run.Seed).Distinct().Count() > 1;
        List<string> lines = [];
        foreach (Run run in report.Runs)
        {
            string name = run.Model is not null ? run.Model : severalSeeds ? $"{run.Activation} (seed {run.Seed})" : run.Activation;
            if (run.End == RunEnd.Checked)
            {
                lines.AddRange(Checked(name, run));
                continue;
            }

            lines.Add($"{name}{(run.Cured is null ? "" : $" (as treated: {run.Cured})")} {Outcome(run)}");
            if (Gradient(run) is { Length: > 0 } gradient) lines.Add($"  {gradient}.");
            if (Units(run) is { Length: > 0 } units) lines.Add($"  {units}.");
            if (run.Cures.Count > 0) lines.Add($"  {Cures(run)}.");
            if (run.Findings.FirstOrDefault(f => f.Severity >= Severity.Warning) is { } gravest)
                lines.Add($"  What to do: {gravest.Advice}");
        }

        return lines;
    }

    /// <summary>How far a run got from the best constant answer (0) to perfection (1), by accuracy where there are classes, else by loss.</summary>
    public static double Progress(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        double progress = run is { Test.Accuracy: { } accuracy, ChanceAccuracy: { } chance }
            ? (accuracy - chance) / (1 - chance)
            : 1 - run.Test.Loss / (run.ConstantLoss ?? double.NaN);
        return double.IsFinite(progress) ? progress : 0;
    }

    private static IEnumerable<string> Checked(string name, Run run)
    {
        Finding[] grave = [.. run.Findings.Where(finding => finding.Severity >= Severity.Warning)];
        yield return grave.Length == 0
            ? $"{name}, before the first step: nothing is wrong with the initialisation, the scale of the data, or output and loss."
            : $"{name}, before the first step: {Words.Count(grave.Length)} {(grave.Length == 1 ? "thing is" : "things are")} wrong.";
        foreach (IGrouping<string, Finding> rule in grave.GroupBy(finding => finding.Rule))
        {
            Finding first = rule.First();
            string others = rule.Count() == 1 ? "" : $" (and {Words.Count(rule.Count() - 1)} more)";
            yield return $"  {rule.Key}, {first.Severity.ToString().ToLowerInvariant()}{(first.Layer is null ? "" : $", {first.Layer}")}: {first.Evidence}{others}";
            yield return $"  What to do: {first.Advice}";
        }
    }

    private static string Outcome(Run run)
    {
        if (run.Model is not null) return Looked(run);
        string rate = run.LearningRate is { } lr ? $", learning rate {Number(lr)}" : "";
        bool noneWorked = run.RateTrials.Count > 0 && run.RateTrials.All(trial => trial.ValidationLoss is null);
        if (noneWorked) rate = $"; none of the learning rates tried ({Number(run.RateTrials.Max(t => t.Rate))} … {Number(run.RateTrials.Min(t => t.Rate))}) stayed finite";
        if (run.End == RunEnd.Diverged && run.NonFinite is { } where)
            return $"diverged: the {where.What}{(where.Layer is null ? "" : $" of {where.Layer}")} was no longer finite at step {where.Step} (epoch {where.Epoch}){rate}.";
        double progress = Progress(run);
        string figure = run.Test.Accuracy is { } accuracy
            ? $"test accuracy {Percent(accuracy)} (the commonest class makes up {Percent(run.ChanceAccuracy ?? double.NaN)} of the training part)"
            : $"test loss {Number(run.Test.Loss)} (the best constant answer has {Number(run.ConstantLoss ?? double.NaN)} on the training part)";
        string interrupted = run.End == RunEnd.Interrupted ? $" (stopped after {run.Epochs} epochs)" : "";
        string verb = progress >= Learned ? "learned" : progress < DidNotLearn ? "did not learn" : "learned in part";
        // The last tenth of the epochs still brought more than a hundredth: time, not trouble.
        string unfinished = StillFalling(run) ? "; the loss was still falling, more epochs may help" : "";
        return $"{verb}{interrupted}: {figure}{rate}{unfinished}{Collapse(run)}.";
    }

    private static string Collapse(Run run)
    {
        if (run.ConstantLoss is not { } constant || run.History.MinBy(epoch => epoch.Loss) is not { } best) return "";
        if (run.Train.Loss - best.Loss <= FellBack * constant) return "";
        string figure = best.Accuracy is { } accuracy ? $"an accuracy of {Percent(accuracy)}" : $"a loss of {Number(best.Loss)}";
        return $"; it had reached {figure} on the training part in epoch {best.Epoch} and fell back, a smaller learning rate may hold it";
    }

    // A model trained elsewhere: nothing is known of its loss.
    private static string Looked(Run run)
    {
        Finding? gravest = run.Findings.FirstOrDefault(f => f.Severity >= Severity.Warning);
        string state = gravest is null ? "shows no trouble" : gravest.Severity == Severity.Error ? "is in trouble" : "has something to look at";
        return string.Create(CultureInfo.InvariantCulture,
            $"{state}: {run.Layers.Count} {(run.Layers.Count == 1 ? "layer" : "layers")} of {run.Activation} on {run.Layers.Select(l => l.Samples).DefaultIfEmpty(0).Max():N0} samples.");
    }

    private static bool StillFalling(Run run)
    {
        if (run.History.Count < 3 || run.ConstantLoss is not { } constant || Progress(run) >= Learned) return false;
        double last = run.History[^1].Loss, before = run.History[^(run.History.Count / 10 + 2)].Loss;
        return before - last > 0.01 * constant;
    }

    private static string Gradient(Run run)
    {
        if (run.End == RunEnd.Diverged || run.OutputGradientRms is not { } output || !(output > 0) || run.Layers.Count == 0) return "";
        double[] relative = [.. run.Layers.Select(layer => (layer.GradientRms ?? double.NaN) / output)];
        if (!relative.All(double.IsFinite)) return "";
        int worst = Array.IndexOf(relative, relative.Min());
        double lowest = VanishingGradient.Ratio.Default, highest = ExplodingGradient.Ratio.Default;
        if (relative[worst] < lowest)
        {
            int[] starved = [.. Enumerable.Range(0, relative.Length).Where(i => relative[i] < lowest)];
            return $"The gradient died in {Layers(run, starved)}: at {run.Layers[worst].Name} it is {Number(relative[worst])} times the output's";
        }

        int most = Array.IndexOf(relative, relative.Max());
        return relative[most] > highest
            ? $"The gradient explodes on its way back: at {run.Layers[most].Name} it is {Number(relative[most])} times the output's"
            : $"The gradient arrives: at {run.Layers[0].Name} it is {Number(relative[0])} times the output's";
    }

    // hidden1 … hidden5 where they are neighbours, else each by its name.
    private static string Layers(Run run, int[] indices) =>
        indices.Length > 2 && indices[^1] - indices[0] == indices.Length - 1
            ? $"{run.Layers[indices[0]].Name} … {run.Layers[indices[^1]].Name}"
            : string.Join(", ", indices.Select(i => run.Layers[i].Name));

    private static string Units(Run run)
    {
        if (run.End == RunEnd.Diverged || run.Layers.Count == 0) return "";
        int units = run.Layers.Sum(layer => layer.Units);
        int dead = run.Layers.Sum(layer => layer.Dead.Count);
        int saturated = run.Layers.Sum(layer => layer.SaturatedLow.Count + layer.SaturatedHigh.Count + layer.SaturatedBoth.Count);
        int constant = run.Layers.Sum(layer => layer.Constant.Count);
        long samples = run.Layers.Min(layer => layer.Samples);
        LayerRecord worst = run.Layers.MaxBy(layer => (double)layer.Dead.Count / Math.Max(1, layer.Units))!;
        string ofDead = samples < DeadUnits.Samples.Default ? $"none can be called dead on {samples} samples"
            : dead == 0 ? "none is dead"
            : $"{dead} {(dead == 1 ? "is" : "are")} dead (most in {worst.Name}: {worst.Dead.Count} of {worst.Units})";
        return string.Create(CultureInfo.InvariantCulture, $"Of {units:N0} hidden units {ofDead}, {(saturated == 0 ? "none" : $"{saturated}")} saturated")
            + (constant > 0 ? $", {constant} constant" : "");
    }

    private static string Cures(Run run)
    {
        Cure[] kept = [.. run.Cures.Where(cure => cure.Kept)];
        string tried = $"{run.Cures.Count} {(run.Cures.Count == 1 ? "treatment" : "treatments")} tried";
        if (kept.Length == 0) return $"{tried}, none of which helped: the training went on untouched";
        return $"{tried}, {kept.Length} kept: " + string.Join("; ", kept.Select(cure =>
            $"{cure.Treatment}{(cure.Restart ? ", from the start again" : "")} (against {string.Join(", ", cure.Rules)}, noticed at step {cure.Step}; validation loss {(double.IsFinite(cure.Before) ? Number(cure.Before) : "not finite")} untouched, {Number(cure.After)} treated)"));
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    // 0.0123, 12.3, 5.8e-6: three digits, without the zeros and capitals of .NET's own exponents.
    private static string Number(double value) =>
        value.ToString(value == 0 || Math.Abs(value) is >= 1e-3 and < 1e5 ? "G3" : "0.0e0", CultureInfo.InvariantCulture);
}
