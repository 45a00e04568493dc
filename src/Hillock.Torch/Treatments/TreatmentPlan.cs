using Hillock.Torch.Training;

namespace Hillock.Torch.Treatments;

/// <summary>
/// Which treatments answer which finding, cheapest first: what changes least of the network and throws away least of its training, then, among
/// those that begin anew and cost the same, what helped most often on the development seeds of <c>lab trouble</c>.
/// </summary>
/// <param name="batch">Samples in a step.</param>
internal sealed class TreatmentPlan(int batch)
{
    private static readonly Activation Tanh = Activation.Parse("tanh"), Elu = Activation.Parse("elu");

    private static Candidate Slower => Candidate.Now(new LearningRate(0.1));
    private static Candidate Clipped => Candidate.Now(new ClipGradient(1));
    private static Candidate ClippedSlower => Candidate.Now(new ClipGradient(1), new LearningRate(0.1));
    private static Candidate Revived => Candidate.Now(new ReviveUnits());
    private static Candidate Scaled => Candidate.Anew(new ScaleInput());
    private static Candidate Variance => Candidate.Anew(new LayerSequentialVariance());
    private static Candidate VarianceTanh => Candidate.Anew(new SwapFunction(Tanh), new LayerSequentialVariance());
    private static Candidate VarianceElu => Candidate.Anew(new SwapFunction(Elu), new LayerSequentialVariance());
    private Candidate TanhAdam => Candidate.Anew(new SwapFunction(Tanh), new LayerSequentialVariance(), Adam);
    private Candidate EluAdam => Candidate.Anew(new SwapFunction(Elu), new LayerSequentialVariance(), Adam);
    private static Candidate Normalised => Candidate.Anew(new NormaliseBatches(), new LayerSequentialVariance());

    // Three times the usual rate: within a trial's few steps a network must show that it learns. Of smaller batches the gradient is noisier, and
    // Adam's steps follow it by the square root of the batch (Malladi et al. 2022, On the SDEs and Scaling Rules for Adaptive Gradient Algorithms).
    private ChangeOptimizer Adam => new(OptimizerSpec.Parse("adam"), 0.003 * Math.Sqrt(Math.Min(1, batch / 32.0)));

    private Dictionary<string, Candidate[]> ByRule => new()
    {
        ["output-mismatch"] = [Candidate.Anew(new MatchOutput()), Variance, EluAdam],
        ["abnormal-input"] = [Scaled, Variance, EluAdam],
        ["non-finite"] = [Clipped, ClippedSlower, EluAdam, VarianceTanh, Variance],
        ["exploding-gradient"] = [Clipped, EluAdam, Slower, VarianceTanh, Variance],
        ["vanishing-gradient"] = [VarianceTanh, EluAdam, TanhAdam, Normalised],
        ["dead-units"] = [Revived, EluAdam, VarianceElu, TanhAdam],
        ["constant-units"] = [Variance, EluAdam, VarianceTanh],
        ["saturated-units"] = [Scaled, Normalised, VarianceTanh],
        ["poor-initialisation"] = [Variance, VarianceTanh, EluAdam],
        ["learning-rate"] = [Slower, Candidate.Now(new LearningRate(10))],
        ["oscillating"] = [Slower, ClippedSlower],
        ["stalled"] = [EluAdam, Variance, Slower, TanhAdam, Normalised],
    };

    /// <summary>
    /// What to try against findings of these rules, in the order of the rules' own lists taken by turns. Where the data or the output do not
    /// fit, nothing else helps for long: a restart then mends them too.
    /// </summary>
    public IReadOnlyList<Candidate> For(IReadOnlyList<string> rules)
    {
        Dictionary<string, Candidate[]> byRule = ByRule;
        Candidate[][] lists = [.. rules.Distinct().Select(rule => byRule.GetValueOrDefault(rule, []))];
        List<Candidate> all = [];
        for (int turn = 0; turn < lists.Select(list => list.Length).DefaultIfEmpty(0).Max(); turn++)
            foreach (Candidate[] list in lists)
                if (turn < list.Length && Whole(list[turn], rules) is var candidate && all.All(other => other.Name != candidate.Name)) all.Add(candidate);
        return all;
    }

    private static Candidate Whole(Candidate candidate, IReadOnlyList<string> rules)
    {
        if (!candidate.FromStart) return candidate;
        List<Treatment> treatments = [.. candidate.Treatments];
        if (rules.Contains("abnormal-input") && !treatments.Any(treatment => treatment is ScaleInput)) treatments.Insert(0, new ScaleInput());
        if (rules.Contains("output-mismatch") && !treatments.Any(treatment => treatment is MatchOutput)) treatments.Insert(0, new MatchOutput());
        return candidate with { Treatments = treatments };
    }
}
