using Hillock.Statistics;

namespace Hillock.Diagnosis;

/// <summary>Features far from 0 or widely spread, or that do not vary at all.</summary>
internal sealed class AbnormalInput : IRule
{
    public static readonly Threshold Size = new("abnormal-input.size", 10, "|mean| or standard deviation of a feature",
        "initialisers assume features of about unit size; at ten times that, sigmoid and tanh saturate and gradients grow with the square");

    public static readonly Threshold Samples = new("abnormal-input.samples", 30, "samples",
        "a few samples may agree by chance");

    public string Name => "abnormal-input";

    public IReadOnlyList<Threshold> Thresholds => [Size, Samples];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        if (examination.Training?.Input is not { } input || input.Samples < examination.Thresholds[Samples]) yield break;
        double limit = examination.Thresholds[Size];
        Spread[] features = [.. Enumerable.Range(0, input.Units).Select(feature => input[feature].Output)];
        if (features.All(feature => feature.Minimum == feature.Maximum))
        {
            yield return new(Name, Severity.Error, null, [], Grade.Observed,
                new Dictionary<string, double> { ["features"] = features.Length, ["constant"] = features.Length, ["samples"] = input.Samples },
                $"All {Words.Count(features.Length)} features had the same value in each of {Words.Count(input.Samples)} samples.",
                "There is nothing to learn from: check how the data were read and scaled.");
            yield break;
        }

        double[] sizes = [.. features.Select(feature => Math.Max(Math.Abs(feature.Mean), Math.Sqrt(feature.Variance)))];
        int abnormal = sizes.Count(size => size > limit);
        if (abnormal == 0) yield break;
        int worst = Array.IndexOf(sizes, sizes.Where(double.IsFinite).Max());
        double mean = features[worst].Mean, deviation = Math.Sqrt(features[worst].Variance);
        yield return new(Name, examination.Hurt == false ? Severity.Info : Severity.Warning, null, [], Grade.Observed,
            new Dictionary<string, double>
            {
                ["features"] = features.Length,
                ["abnormal"] = abnormal,
                ["worstFeature"] = worst,
                ["mean"] = mean,
                ["deviation"] = deviation,
                ["samples"] = input.Samples,
            },
            $"{Words.Count(abnormal)} of {Words.Count(features.Length)} features have a mean or a standard deviation above {Words.Number(limit)}; the largest, "
            + $"feature {Words.Count(worst)}, has mean {Words.Number(mean)} and deviation {Words.Number(deviation)}.",
            "Scale the features to mean 0 and deviation 1 (--scale standard), or images to 0…1 (--scale unit).");
    }
}
