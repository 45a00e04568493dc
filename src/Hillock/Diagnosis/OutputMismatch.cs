namespace Hillock.Diagnosis;

/// <summary>An output function that does not fit the loss.</summary>
internal sealed class OutputMismatch : IRule
{
    public string Name => "output-mismatch";

    public IReadOnlyList<Threshold> Thresholds => [];

    public IEnumerable<Finding> Examine(Examination examination)
    {
        if (examination.Training is not { LossFunction: { } loss, OutputFunction: { } output } facts || Reason(loss, output, facts.Targets) is not { } reason)
            yield break;
        // Where the network learns all the same the loss has only a floor that it need not have. A loss that falls is no sign of that: a class
        // whose score is cut off is never answered, however well the others are told apart.
        bool learns = facts.Progress is double progress ? progress >= TrainingFacts.Halfway : examination.Hurt == false;
        yield return new(Name, learns ? Severity.Info : Severity.Error, null, [], Grade.Observed,
            new Dictionary<string, double>(), $"The loss is {loss} and the output function {output}: {reason.Why}.", reason.Advice);
    }

    private static (string Why, string Advice)? Reason(string loss, string output, (double Smallest, double Largest)? targets)
    {
        if (output == "log_softmax") return loss is "cross_entropy" ? null : ("logarithms of probabilities are no numbers that this loss compares with", "Use cross_entropy with plain scores (output function identity).");
        if (output == "softmax")
            return loss switch
            {
                "cross_entropy" => ("cross_entropy takes the softmax itself, and of probabilities it gives nearly equal ones", "Leave the softmax out (output function identity)."),
                "bce" => ("bce judges each output for itself, but softmax makes them depend on one another", "Use cross_entropy with plain scores, or sigmoid outputs with bce."),
                _ => null,
            };
        if (!Activation.TryParse(output, out Activation? function)) return null;
        FunctionFacts f = function.Facts;
        return loss switch
        {
            "cross_entropy" when f.LowerTail.Kind == TailKind.Off => (
                $"cross_entropy takes scores of both signs, but {output} makes 0 of every score below 0 and passes no gradient there",
                "Use identity as the output function: the softmax within cross_entropy is all that is needed."),
            "cross_entropy" when double.IsFinite(f.Minimum) && double.IsFinite(f.Maximum) => (
                $"cross_entropy takes scores of any size, but those of {output} lie between {Words.Number(f.Minimum)} and {Words.Number(f.Maximum)}, so that no class becomes certain",
                "Use identity as the output function: the softmax within cross_entropy is all that is needed."),
            "bce" when output is not ("identity" or "sigmoid") => (
                "bce takes plain scores or probabilities", "Use identity or sigmoid as the output function."),
            "mse" or "mae" when targets is { } t && (t.Smallest < f.Minimum || t.Largest > f.Maximum) => (
                $"the numbers to be predicted go from {Words.Number(t.Smallest)} to {Words.Number(t.Largest)}, but {output} gives only {Words.Number(f.Minimum)} to {Words.Number(f.Maximum)}",
                "Use identity as the output function, or scale the targets into its range."),
            _ => null,
        };
    }
}
