namespace Hillock.Torch.Treatments;

/// <summary>Which treatments answer which finding, cheapest first: what changes least of the network, and throws away least of its training.</summary>
internal static class TreatmentPlan
{
    private static readonly Activation Tanh = Activation.Parse("tanh"), Leaky = Activation.Parse("leaky_relu"), Elu = Activation.Parse("elu");

    private static Candidate Slower => Candidate.Now(new LearningRate(0.1));
    private static Candidate Clipped => Candidate.Now(new ClipGradient(1));
    private static Candidate ClippedSlower => Candidate.Now(new ClipGradient(1), new LearningRate(0.1));
    private static Candidate Revived => Candidate.Now(new ReviveUnits());
    private static Candidate Scaled => Candidate.Anew(new ScaleInput());
    private static Candidate Variance => Candidate.Anew(new LayerSequentialVariance());
    private static Candidate VarianceTanh => Candidate.Anew(new SwapFunction(Tanh), new LayerSequentialVariance());
    private static Candidate VarianceElu => Candidate.Anew(new SwapFunction(Elu), new LayerSequentialVariance());
    private static Candidate VarianceLeaky => Candidate.Anew(new SwapFunction(Leaky), new LayerSequentialVariance());
    private static Candidate Normalised => Candidate.Anew(new NormaliseBatches(), new LayerSequentialVariance());
    private static Candidate Everything => Candidate.Anew(new ScaleInput(), new SwapFunction(Tanh), new LayerSequentialVariance());

    private static readonly Dictionary<string, Candidate[]> ByRule = new()
    {
        ["output-mismatch"] = [Candidate.Anew(new MatchOutput()), Candidate.Anew(new MatchOutput(), new LayerSequentialVariance())],
        ["abnormal-input"] = [Scaled, Everything],
        ["non-finite"] = [Clipped, ClippedSlower, Variance, VarianceTanh, VarianceElu],
        ["exploding-gradient"] = [Clipped, Slower, Variance, VarianceTanh, VarianceElu],
        ["vanishing-gradient"] = [Variance, VarianceTanh, VarianceElu, Normalised],
        ["dead-units"] = [Revived, VarianceElu, VarianceTanh],
        ["constant-units"] = [Variance, VarianceTanh, VarianceElu],
        ["saturated-units"] = [Scaled, Variance, Normalised, VarianceTanh],
        ["dormant-units"] = [Variance],
        ["poor-initialisation"] = [Variance, VarianceTanh, VarianceElu],
        ["not-zero-centred"] = [Scaled, Normalised],
        ["zig-zag"] = [Scaled, Normalised],
        ["learning-rate"] = [Slower, Candidate.Now(new LearningRate(10))],
        ["oscillating"] = [Slower, ClippedSlower],
        ["stalled"] = [Slower, Variance, VarianceTanh, VarianceElu, Normalised],
    };

    /// <summary>What to try against findings of these rules, in the order of the rules' own lists taken by turns.</summary>
    public static IReadOnlyList<Candidate> For(IReadOnlyList<string> rules)
    {
        Candidate[][] lists = [.. rules.Distinct().Select(rule => ByRule.GetValueOrDefault(rule, []))];
        List<Candidate> all = [];
        for (int turn = 0; turn < lists.Select(list => list.Length).DefaultIfEmpty(0).Max(); turn++)
            foreach (Candidate[] list in lists)
                if (turn < list.Length && all.All(other => other.Name != list[turn].Name)) all.Add(list[turn]);
        return all;
    }
}
