using System.Globalization;
using Hillock.Runs;

namespace Hillock.Report.Pages;

/// <summary>A run as a page shows it: with a name of its own, a place in the palette and an anchor.</summary>
/// <param name="Run">The run.</param>
/// <param name="Name">"relu", or "relu, seed 2" where the activation alone does not tell it apart.</param>
/// <param name="Style">Its colour and marker.</param>
public sealed record RunView(Run Run, string Name, int Style)
{
    /// <summary>The id of its section.</summary>
    public string Anchor => string.Create(CultureInfo.InvariantCulture, $"run-{Style + 1}");

    /// <summary>Units dead in the evaluation pass, over all layers.</summary>
    public int Dead => Run.Layers.Sum(layer => layer.Dead.Count);

    /// <summary>Units saturated in the evaluation pass, over all layers and tails.</summary>
    public int Saturated => Run.Layers.Sum(Saturation);

    /// <summary>Units of all layers.</summary>
    public int Units => Run.Layers.Sum(layer => layer.Units);

    /// <summary>Which weights the evaluation pass saw, as a sentence begins.</summary>
    public string Weights => Run.End == RunEnd.Checked ? "Weights before the first step" : "Final weights";

    /// <summary>How it ended, in words.</summary>
    public string Ending => Run.End switch
    {
        RunEnd.Completed => Run.Epochs == 0 ? "not trained" : Epochs(Run.Epochs),
        RunEnd.Interrupted => $"interrupted after {Epochs(Run.Epochs)}",
        RunEnd.Checked => "only checked",
        _ when Run.NonFinite is NonFiniteEvent at => $"not finite from step {NumberText.Count(at.Step)} (epoch {at.Epoch})",
        _ => $"not finite after {Epochs(Run.Epochs)}",
    };

    /// <summary>The report's runs in their order.</summary>
    public static IReadOnlyList<RunView> Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        bool severalSeeds = report.Runs.Select(run => run.Seed).Distinct().Count() > 1;
        ILookup<string, Run> byActivation = report.Runs.ToLookup(run => run.Activation);
        return [.. report.Runs.Select((run, i) => new RunView(run, Name(run), i))];

        string Name(Run run)
        {
            if (run.Model is not null) return run.Model;
            if (severalSeeds) return $"{run.Activation}, seed {run.Seed.ToString(CultureInfo.InvariantCulture)}";
            int same = byActivation[run.Activation].TakeWhile(other => !ReferenceEquals(other, run)).Count();
            return same == 0 ? run.Activation : $"{run.Activation} ({same + 1})";
        }
    }

    internal static int Saturation(LayerRecord layer) =>
        layer.SaturatedLow.Count + layer.SaturatedHigh.Count + layer.SaturatedBoth.Count;

    private static string Epochs(int count) => count == 1 ? "1 epoch" : $"{NumberText.Count(count)} epochs";
}
