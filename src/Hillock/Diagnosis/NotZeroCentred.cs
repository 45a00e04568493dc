namespace Hillock.Diagnosis;

/// <summary>A layer that receives a vector whose mean outweighs what the data make of it.</summary>
internal sealed class NotZeroCentred : IRule
{
    public static readonly Threshold Ratio = new("not-zero-centred.ratio", 2, "γ = ‖mean‖ / ‖std‖ of the vector received",
        "γ predicts the share of relus that are dead at the start (rank correlation 0.82 over 454 layers, arXiv 2605.31518)");

    public string Name => "not-zero-centred";

    public IReadOnlyList<Threshold> Thresholds => [Ratio];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        double limit = examination.Thresholds[Ratio];
        foreach (LayerExamination layer in examination.Layers)
        {
            // A vector that does not vary at all (γ = ∞) is the matter of the rules on dead and constant units.
            if (layer.ReceivedOffCentre is not double ratio || !double.IsFinite(ratio) || !(ratio > limit)) continue;
            yield return new(Name, Severity.Info, layer.Name, [], Grade.Observed,
                new Dictionary<string, double> { ["gamma"] = ratio, ["samples"] = layer.Statistics.Samples },
                $"The mean of the vector that the layer receives is {Words.Number(ratio)} times as long as its standard deviation.",
                "Centre the input or normalise between the layers; an activation with outputs of both signs (tanh, elu, leaky_relu) keeps the mean small.");
        }
    }
}
