using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>About 50 % of hidden units are real zeros after uniform initialisation, and regularisation raises it easily.</summary>
internal sealed class Sparsity : IClaim
{
    private static readonly string[] Initialisers = ["he_uniform", "glorot_uniform", "uniform(a=0.05)", "he_normal", "torch"];
    private static readonly double[] Lambdas = [0, 1e-4, 1e-3, 3e-3, 1e-2];

    public string Id => "sparsity";

    public string Statement => "After uniform initialisation around 50 % of the hidden units' outputs are real zeros, and sparsity-inducing "
        + "regularisation easily raises this fraction.";

    public string Question => "What share of a ReLU network's outputs is exactly 0 before training, and after training with λ·Σ|a| added to the "
        + "loss; and what does that cost in accuracy?";

    public string Method =>
        "ReLU, three hidden layers (3 × 256; quick: 3 × 128). Zeros before training for five initialisers; then SGD at the rate that the common "
            + "rule chooses without penalty, "
        + "and at the fastest rate of its grid, λ from 0 to 1e-2, the same steps for each (full: 1 200 of batch 64; quick: 600 of batch 32). Zeros over 2 000 samples of the training "
            + "part, accuracy on the test part.";

    public string Limits => "Few epochs: with the 83 % of Glorot 2011 goes a training to the end. A share of zeros says nothing of dead units: "
        + "those are zero for every sample.";

    public Evidence Measure(LabBench bench)
    {
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
        string layers = bench.Pick("128x3", "256x3");
        int steps = bench.Pick(600, 1200);
        double rate = bench.Rates(layers, ["relu"])["relu"], fast = bench.Rates(layers, ["relu"], fastest: true)["relu"];
        var fresh = Grid<string>.Run(bench, Initialisers, seeds, name => $"{layers} init={name}", (name, seed) => Train(bench, layers, name, 0,
            rate, 0, seed));
        var trained = Grid<double>.Run(bench, Lambdas, seeds, l => $"{layers} l1={NumberText.Chosen(l)} steps={steps} rate={rate}",
            (l, seed) => Train(bench, layers, "he_uniform", l, rate, steps, seed));
        // Where both rates are one, these are the same runs.
        var hurried = Grid<double>.Run(bench, Lambdas, seeds, l => $"{layers} l1={NumberText.Chosen(l)} steps={steps} rate={fast}",
            (l, seed) => Train(bench, layers, "he_uniform", l, fast, steps, seed));
        Summary Fresh(string name, Func<Trial, double> value) => fresh.At(name, value);
        Numbers numbers = [];
        Trial[] untrained = [.. Initialisers.SelectMany(name => fresh[name])];
        numbers.Keep("zeros.init", Summary.Of(untrained.Select(t => t.Series("zeros").Average())));
        numbers["zeros.init.lowest"] = untrained.SelectMany(t => t.Series("zeros")).Min();
        numbers["zeros.init.highest"] = untrained.SelectMany(t => t.Series("zeros")).Max();
        foreach (double lambda in Lambdas)
        {
            foreach ((string when, Grid<double> grid) in new[] { ("", trained), ("fast.", hurried) })
            {
                numbers.Keep($"{when}zeros.l{NumberText.Chosen(lambda)}", grid.At(lambda, t => t.Series("zeros")[0]));
                numbers.Keep($"{when}accuracy.l{NumberText.Chosen(lambda)}", grid[lambda, "accuracy"]);
            }
        }

        double[] places = [.. Enumerable.Range(0, Lambdas.Length).Select(i => (double)i)];
        Axis x = Axis.Categories("λ of the L1 penalty on activations", [.. Lambdas.Select(l => NumberText.Chosen(l))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Zeros before training, by layer", ["initialiser", "layer 1", "layer 2", "layer 3"],
                    [.. Initialisers.Select(name => (IReadOnlyList<string>)[name,
                        .. Enumerable.Range(0, 3).Select(layer => Fresh(name, t => t.Series("zeros")[layer]).Percent())])]),
                After("the rate of the common rule", rate, trained), After("the fastest rate", fast, hurried),
            ],
            Figures =
            [
                LabFigures.Lines("sparsity-lambda", "Zeros and accuracy by strength of the penalty",
                    "Share of exact zeros in layer 1 and test accuracy after training, by the strength of the L1 penalty on activations; "
                        + "the dotted line is 50 %.",
                    x, Axis.Linear("share", [0, 1]),
                    [
                        LabFigures.Curve($"zeros, rate {NumberText.Chosen(rate)}", 0, places.Select(i => (i, trained.At(Lambdas[(int)i],
                            t => t.Series("zeros")[0])))),
                        LabFigures.Curve($"zeros, rate {NumberText.Chosen(fast)}", 2, places.Select(i => (i, hurried.At(Lambdas[(int)i],
                            t => t.Series("zeros")[0])))),
                        LabFigures.Curve($"accuracy, rate {NumberText.Chosen(rate)}", 1, places.Select(i => (i, trained[Lambdas[(int)i], "accuracy"])),
                            isDashed: true),
                        LabFigures.Curve($"accuracy, rate {NumberText.Chosen(fast)}", 3, places.Select(i => (i, hurried[Lambdas[(int)i], "accuracy"])),
                            isDashed: true),
                    ], [new PlotReference(0.5, "50 %")]),
            ],
            References =
            [
                new("zeros at initialisation", "49.4–50.6 %", "independent numpy run on MNIST", "zeros.init", 0.5),
                .. Lambdas.Zip([0.56, 0.60, 0.79, 0.89, 0.96], (lambda, zeros) =>
                    new ReferenceFigure($"zeros, layer 1, λ = {NumberText.Chosen(lambda)}", NumberText.Percent(zeros),
                        "independent numpy run on MNIST, one seed", $"fast.zeros.l{NumberText.Chosen(lambda)}", zeros)),
                .. Lambdas.Zip([0.9497, 0.9540, 0.9546, 0.9492, 0.9405], (lambda, accuracy) =>
                    new ReferenceFigure($"accuracy, λ = {NumberText.Chosen(lambda)}", NumberText.Percent(accuracy),
                        "independent numpy run on MNIST, one seed", $"fast.accuracy.l{NumberText.Chosen(lambda)}", accuracy)),
                new("zeros after training to the end on MNIST", "83.4 %", "Glorot, Bordes, Bengio 2011 (L1 1e-3)", "fast.zeros.l0.001", 0.834),
                new("error against sparsity on MNIST", "flat from 70 to 85 % zeros, 1.60 % error at 90 %, 2.31 % at 100 %",
                    "Glorot, Bordes, Bengio 2011"),
            ],
            Notes =
            [
                $"Zeros after training depend on the rate and on the steps, which the independent figures do not name; ours beside them are those of "
                    + $"the fastest rate ({NumberText.Chosen(fast)}). At the rate of the common rule ({NumberText.Chosen(rate)}) fewer units switch off, "
                    + "and the accuracy is lower: where a figure lies between ours of the two rates, a rate between them is the likely reason. "
                    + "The figure of 2011 is of a training to the end.",
                "The three uniform initialisers draw the same numbers on other scales, and no scale changes which outputs are zero; torch draws biases too.",
            ],
        };

        Report.Books.BookTable After(string which, double value, Grid<double> grid) => new(
            $"After {steps} steps at {which}, {NumberText.Chosen(value)}", ["λ", "zeros, layer 1", "zeros, all layers", "dead units", "test accuracy"],
            [.. Lambdas.Select(l => (IReadOnlyList<string>)[NumberText.Chosen(l), grid.At(l, t => t.Series("zeros")[0]).Percent(),
                grid.At(l, t => t.Series("zeros").Average()).Percent(), grid[l, "dead"].Percent(), grid[l, "accuracy"].Percent()])]);
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        if (n["zeros.init.lowest"] < 0.4 || n["zeros.init.highest"] > 0.6)
            return Ruling.DoesNotHold($"before training a layer has {NumberText.Percent(n["zeros.init.lowest"])} to "
                + $"{NumberText.Percent(n["zeros.init.highest"])} zeros.");
        double raised = n["zeros.l0.001"] - n["zeros.l0"], cost = n["accuracy.l0"] - n["accuracy.l0.001"];
        if (raised < 0.05) return Ruling.HoldsIf($"only the first half is meant: before training {NumberText.Percent(n["zeros.init"])} are zero, "
            + $"but λ = 0.001 adds only {NumberText.Percent(raised)}.");
        return cost <= 0.01
            ? Ruling.Holds($"before training {NumberText.Percent(n["zeros.init"])} are zero with every initialiser; λ = 0.001 raises layer 1 from "
                + $"{NumberText.Percent(n["zeros.l0"])} to {NumberText.Percent(n["zeros.l0.001"])} at the same accuracy.")
            : Ruling.HoldsIf($"a loss of accuracy is accepted: λ = 0.001 raises the zeros by {NumberText.Percent(raised)} and costs "
                + $"{NumberText.Percent(cost)} of accuracy.");
    }

    private static Measured Train(LabBench bench, string layers, string initialiser, double lambda, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, "relu", seed) with
        {
            Initialiser = Initialiser.Parse(initialiser),
            L1 = lambda,
            LearningRate = rate
        };
        using TrainingSession session = TrainingSession.Start(data, options);
        session.RunSteps(steps);
        using TrainingSession look = TrainingSession.Start(bench.Small(seed), options with { Weights = session.CopyWeights() });
        Run run = look.Finish().Run;
        return new()
        {
            { "zeros", run.Layers.Select(layer => layer.ZeroFraction) },
            { "dead", (double)run.Layers.Sum(layer => layer.Dead.Count) / run.Layers.Sum(layer => layer.Units) },
            { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN },
        };
    }
}
