namespace Hillock.Diagnosis;

/// <summary>
/// Weights that shrink or blow up what the data make of z from layer to layer before the first step, or so few relus in a layer that all
/// may be off from the start.
/// </summary>
internal sealed class PoorInitialisation : IRule
{
    public static readonly Threshold Factor = new("poor-initialisation.factor", 2, "variance of z over that of the layer before, or its inverse",
        "an initialisation that fits the activation keeps the variance, at ratio 1; ten layers at 2 make a factor of a thousand");

    public static readonly Threshold Tolerance = new("poor-initialisation.tolerance", 2, "times 1/√units, added to 1 and multiplied by the factor",
        "the ratio of a layer of n random units scatters by about √(2/n), and by more below other narrow layers");

    public static readonly Threshold BornDead = new("poor-initialisation.born-dead", 0.05, "probability",
        "1 − Π(1 − 2^−N) over relu layers of N units bounds the chance that one is dead from the start (Lu and others 2020); the usual level of significance");

    public string Name => "poor-initialisation";

    public IReadOnlyList<Threshold> Thresholds => [Factor, Tolerance, BornDead];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        Severity severity = examination.Hurt == false ? Severity.Info : Severity.Warning;
        // Where a variance is 0 nothing arrives: the first such layer is named, those after it have nothing to be judged by.
        double? before = examination.Training?.Input?.PreActivationVariance;
        foreach (LayerExamination layer in examination.Layers)
        {
            double? variance = layer.StartVariance;
            if (variance >= 0 && before > 0 && Describe(layer, variance.Value / before.Value, severity, examination.Thresholds) is { } finding) yield return finding;
            before = variance;
        }

        double survives = 1;
        foreach (LayerExamination layer in examination.Layers)
            if (layer.StartVariance is not null && IsHalfOff(layer)) survives *= 1 - Math.Pow(2, -layer.Statistics.Units);
        if (1 - survives <= examination.Thresholds[BornDead]) yield break;
        yield return new(Name, severity, null, [], Grade.Observed, new Dictionary<string, double> { ["bornDeadBound"] = 1 - survives },
            $"With layers this narrow and this many, the chance that all units of one are off for every input from the start is up to {Words.Percent(1 - survives)}.",
            "Use wider layers, fewer of them, or an activation without a flat side, such as leaky_relu or elu.");
    }

    private Finding? Describe(LayerExamination layer, double ratio, Severity severity, ThresholdSet thresholds)
    {
        double limit = thresholds[Factor] * (1 + thresholds[Tolerance] / Math.Sqrt(layer.Statistics.Units));
        if (ratio >= 1 / limit && ratio <= limit) return null;
        double scale = 1 / Math.Sqrt(ratio);
        string change = ratio < 1 ? "shrinks" : "blows up";
        string keeping = double.IsFinite(scale) ? $"; weights {Words.Number(scale)} times as large would keep it" : "";
        return new(Name, severity, layer.Name, [], Grade.Observed,
            new Dictionary<string, double> { ["varianceRatio"] = ratio, ["limit"] = limit, ["variance"] = layer.StartVariance!.Value, ["keepingScale"] = scale },
            $"Before the first step the layer {change} what the data make of its pre-activations: their variance was {Words.Number(ratio)} times that of the layer before{keeping}.",
            "Use an initialiser that fits the activation (he for relu and its kin, glorot for tanh, lecun for selu), an activation whose outputs vary about 0, or normalise.");
    }

    // f′ = 0 on the whole negative side: a unit with random weights is off for a given input with probability ½.
    private static bool IsHalfOff(LayerExamination layer) =>
        layer.Statistics.Activation.Facts.LowerTail.Kind == TailKind.Off && layer.Statistics.Bounds is { NeverFires: false, SilentLow: >= 0 };
}
