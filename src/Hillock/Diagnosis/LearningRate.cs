using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Steps that are too long, or too short, for most layers.</summary>
internal sealed class LearningRate : IRule
{
    public static readonly Threshold Low = new("learning-rate.low", 1e-5, "‖ΔW‖/‖W‖ of a step",
        "a hundred thousand such steps in one direction would be needed to make other weights of these");

    public static readonly Threshold High = new("learning-rate.high", 1e-1, "‖ΔW‖/‖W‖ of a step",
        "ten such steps replace the weights; a common advice is 1e-3");

    public static readonly Threshold Steps = new("learning-rate.steps", 5, "steps looked at",
        "the first steps of an optimizer with running means are longer than the rest");

    public string Name => "learning-rate";

    public IReadOnlyList<Threshold> Thresholds => [Low, High, Steps];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        ThresholdSet thresholds = examination.Thresholds;
        double[] sizes = [.. examination.Layers.Select(layer => layer.Updates).OfType<UpdateTrace>()
            .Where(updates => updates.Steps >= thresholds[Steps]).Select(updates => updates.MedianSize)];
        int low = sizes.Count(size => size < thresholds[Low]), high = sizes.Count(size => size > thresholds[High]);
        bool tooLong = 2 * high > sizes.Length, tooShort = 2 * low > sizes.Length;
        // A network that has learnt what there is moves little; long steps remain worth knowing.
        if (!tooLong && !(tooShort && examination.Hurt != false)) yield break;
        double median = sizes.Order().ElementAt(sizes.Length / 2);
        yield return new(Name, examination.Hurt == true ? Severity.Warning : Severity.Info, null, [], Grade.Observed,
            new Dictionary<string, double> { ["medianSize"] = median, ["layers"] = tooLong ? high : low, ["layersLookedAt"] = sizes.Length },
            $"In {Words.Count(tooLong ? high : low)} of {Words.Count(sizes.Length)} layers a step changed the weights by "
            + $"{(tooLong ? "more" : "less")} than {Words.Number(thresholds[tooLong ? High : Low])} of their norm (median over the layers {Words.Number(median)}).",
            tooLong ? "Lower the learning rate tenfold, or clip the gradient's norm."
                : "Raise the learning rate tenfold; where the gradient vanishes on its way back, change the activation or the initialisation first.");
    }
}
