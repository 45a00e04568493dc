using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Sparsity acts like regularisation: it spreads the weights instead of clustering them around one node.</summary>
internal sealed class Regularisation : IClaim
{
    private static readonly double[] Lambdas = [0, 1e-4, 1e-3, 3e-3, 1e-2];

    public string Id => "regularisation";

    public string Statement => "Sparsity acts like regularisation: it spreads the weights rather than clusters them around one particular node.";

    public string Question => "As a penalty makes the code sparser, does the gap between training and test shrink, and are the outgoing weights "
        + "spread more evenly over the units?";

    public string Method =>
        "ReLU, two hidden layers (full: 2 × 256; quick: 2 × 128), trained on few samples so that there is a gap (full: the first 2 000, 1 000 "
            + "steps of 64; quick: the first 300, 800 of 32) at the rate that the common rule chooses without penalty; "
        + "λ·Σ|a| with λ from 0 to 1e-2; the λ that is judged is the best on up to 1 000 validation samples. Gini coefficient of the norms of the units' outgoing weights (0: all equal, 1: all in one unit), first "
            + "hidden layer; participation ratio of the mean outputs, (Σm)²/(n·Σm²).";

    public string Limits => "One kind of penalty on plain networks. Gini and participation look at units one at a time; weights may be spread in "
        + "other senses. No published figure was found.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("128x2", "256x2");
        int samples = bench.Pick(300, 2000), steps = bench.Pick(800, 1000);
        double rate = bench.Rates(layers, ["relu"])["relu"];
        var grid = Grid<double>.Run(bench, Lambdas, bench.Seeds(4, 4), l => $"l1={NumberText.Chosen(l)} {layers} samples={samples} steps={steps}",
            (l, seed) => Train(bench, layers, samples, steps, rate, l, seed));
        Numbers numbers = [];
        foreach (double lambda in Lambdas)
            foreach (string what in new[] { "gap", "validation", "test", "gini", "participation", "zeros" })
                numbers.Keep($"{what}.l{NumberText.Chosen(lambda)}", grid[lambda, what]);
        Axis x = Axis.Categories("λ of the L1 penalty on activations", [.. Lambdas.Select(l => NumberText.Chosen(l))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("After training", ["λ", "zeros", "training accuracy", "test accuracy", "gap", "Gini of outgoing weights",
                    "participation ratio"],
                    [.. Lambdas.Select(l => (IReadOnlyList<string>)[NumberText.Chosen(l), grid[l, "zeros"].Percent(), grid[l, "train"].Percent(),
                        grid[l, "test"].Percent(), grid[l, "gap"].Percent(), $"{grid[l, "gini"]}", $"{grid[l, "participation"]}"])]),
            ],
            Figures =
            [
                LabFigures.Lines("regularisation", "Gap and concentration by penalty", "Gap between training and test accuracy, Gini coefficient "
                    + "of the outgoing weights and participation ratio of the code, by the strength of the penalty.",
                    x, Axis.Linear("gap, Gini, participation", [0, 1]),
                    [
                        LabFigures.Curve("gap", 0, Lambdas.Select((l, i) => ((double)i, grid[l, "gap"]))),
                        LabFigures.Curve("Gini", 1, Lambdas.Select((l, i) => ((double)i, grid[l, "gini"]))),
                        LabFigures.Curve("participation", 2, Lambdas.Select((l, i) => ((double)i, grid[l, "participation"]))),
                    ]),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        string[] penalties = ["0.0001", "0.001", "0.003", "0.01"];
        // Chosen on other samples than those that judge.
        string best = penalties.MaxBy(l => n[$"validation.l{l}"])!;
        double gain = n[$"test.l{best}"] - n["test.l0"], gini = n[$"gini.l{best}"] - n["gini.l0"], noise = n["gini.l0.sd"];
        string numbers = $"with λ = {best}, the best on validation data, test accuracy goes from {NumberText.Percent(n["test.l0"])} to "
            + $"{NumberText.Percent(n[$"test.l{best}"])}, the gap from {NumberText.Percent(n["gap.l0"])} to "
            + $"{NumberText.Percent(n[$"gap.l{best}"])}, "
            + $"and the Gini coefficient of the outgoing weights from {NumberText.Number(n["gini.l0"])} to {NumberText.Number(n[$"gini.l{best}"])}";
        bool regularises = gain > n["test.l0.sd"], spreads = gini < -noise;
        if (regularises && spreads) return Ruling.Holds($"{numbers}.");
        if (!regularises && !spreads) return Ruling.DoesNotHold($"{numbers}: the gain is within the spread of the seeds, and the weights are "
            + "spread no more evenly than before.");
        return Ruling.HoldsIf(regularises ? $"only the first half is meant; the weights are spread no more evenly than before: {numbers}."
            : $"only the second half is meant; the gain is within the spread of the seeds: {numbers}.");
    }

    private static Measured Train(LabBench bench, string layers, int samples, int steps, double rate, double lambda, int seed)
    {
        TrainingData all = bench.Data(seed), data = all with { Train = all.Train.First(samples), Validation = all.Validation.First(100) };
        TrainingOptions options = bench.Options(layers, "relu", seed) with { LearningRate = rate, L1 = lambda };
        using TrainingSession session = TrainingSession.Start(data, options);
        session.RunSteps(steps);
        double validation = session.Score(all.Validation.First(1000)).Accuracy ?? double.NaN;
        double train = session.Score(data.Train).Accuracy ?? double.NaN, test = session.Score(data.Test).Accuracy ?? double.NaN;
        NetworkWeights weights = session.CopyWeights();
        using NetworkProbe probe = new(options.Network, weights, data.Classes);
        TrainingPart looked = data.Test.First(1000);
        float[] code = probe.Run(looked, [.. Enumerable.Range(0, looked.Count)]).Layers[0].A;
        int units = code.Length / looked.Count;
        double[] means = [.. Enumerable.Range(0, units).Select(u => Enumerable.Range(0, looked.Count).Average(s => (double)code[s * units + u]))];
        return new()
        {
            { "train", train }, { "validation", validation }, { "test", test }, { "gap", train - test },
            { "gini", Gini(Outgoing(weights["hidden2.weight"])) },
            { "participation", Math.Pow(means.Sum(), 2) / (units * means.Sum(m => m * m)) },
            { "zeros", code.Count(a => a == 0) / (double)code.Length },
        };
    }

    private static double[] Outgoing(WeightArray next) =>
        [.. Enumerable.Range(0, next.Shape[1]).Select(unit =>
            Math.Sqrt(Enumerable.Range(0, next.Shape[0]).Sum(o => Math.Pow(next.Data[o * next.Shape[1] + unit], 2))))];

    internal static double Gini(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Select((v, i) => (2.0 * (i + 1) - sorted.Length - 1) * v).Sum() / (sorted.Length * sorted.Sum());
    }
}
