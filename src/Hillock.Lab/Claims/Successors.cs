using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>ELU, SELU, GELU and others improve on ReLU (Clevert et al. 2016, Klambauer et al. 2017).</summary>
internal sealed class Successors : IClaim
{
    private static readonly bool[] Tunings = [false, true];
    private static readonly string[] Centred = ["elu", "selu"];
    private static readonly string[] Functions = ["relu", "leaky_relu(slope=0.1)", "elu", "selu", "gelu", "silu"];

    public string Id => "successors";

    public string Statement => "Later functions (ELU, SELU, GELU, SiLU) improve on ReLU: activations nearer to a mean of 0, and faster learning.";

    public string Question => "Which function has the mean activation nearest to 0 and the lowest training loss, at one rate for all as in the "
        + "ELU paper and at the rate that the common rule chooses for each?";

    public string Method =>
        "The ELU paper's §4.1: 8 hidden layers of 128, SGD, rate 0.01 for every function, batch 64, He weights (SELU: LeCun's, as its paper "
            + "asks); full: 1 200 steps; quick: 500 of 8 × 64, batch 32. The same at the rate of the common rule. "
        + "Training loss: the mean over the last tenth of the steps. Mean activation: over units and samples of all hidden layers, its absolute "
            + "value averaged over the layers.";

    public string Limits => "Few epochs of one architecture. The small tables of Klambauer 2017 were not run: their exact splits and searched "
        + "architectures are not given; hillock train --data TABLE --activation relu,selu compares on a table of one's own.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x8", "128x8");
        int steps = bench.Pick(500, 1200);
        IReadOnlyList<int> seeds = bench.Seeds(3, 2);
        IReadOnlyDictionary<string, double> rates = bench.Rates(layers, Functions,
            o => o with { Initialiser = InitialiserOf(o.Network.Activation.Name) });
        (string Function, bool Tuned)[] settings = [.. Functions.SelectMany(f => new[] { (f, false), (f, true) })];
        double RateOf((string Function, bool Tuned) s) => s.Tuned ? rates[s.Function] : 0.01;
        var grid = Grid<(string Function, bool Tuned)>.Run(bench, settings, seeds,
            s => $"{s.Function} {layers} rate={NumberText.Chosen(RateOf(s))} {(s.Tuned ? "tuned" : "paper")} steps={steps}",
            (s, seed) => Train(bench, layers, s.Function, RateOf(s), steps, seed));
        Numbers numbers = [];
        foreach ((string function, bool tuned) in settings)
            foreach (string what in new[] { "loss", "mean", "accuracy" })
                numbers.Keep($"{what}.{(tuned ? "tuned" : "paper")}.{Key(function)}", grid[(function, tuned), what]);
        return new()
        {
            Numbers = numbers,
            Tables = [.. Tunings.Select(tuned => new Report.Books.BookTable(tuned ? "At the rate of the common rule"
                : "At rate 0.01 for every function, as in the ELU paper",
                ["function", "rate", "training loss", "mean activation", "test accuracy"],
                [.. Functions.Select(f => (IReadOnlyList<string>)[f, NumberText.Chosen(RateOf((f, tuned))), $"{grid[(f, tuned), "loss"]}",
                    $"{grid[(f, tuned), "mean"]}", grid[(f, tuned), "accuracy"].Percent()])]))],
            Figures = [.. Tunings.Select(Figure)],
            References =
            [
                new("order of training losses on MNIST", "ELU < leaky ReLU (0.1) < ReLU", "Clevert et al. 2016, rate 0.01, 300 epochs"),
                new("small tables, accuracy of SELU / ReLU networks", "optdigits .9711 / .9666, iris .9730 / .9189, wine .9773 / .9318, "
                    + "breast cancer .9789 / .9718", "Klambauer et al. 2017, Table A11"),
            ],
        };

        Report.Books.BookFigure Figure(bool tuned)
        {
            PlotSeries[] series = [.. Functions.Select((f, style) => new PlotSeries
            {
                Name = f, Label = Key(f), Style = style,
                Points = [.. Enumerable.Range(0, grid[(f, tuned)][0].Series("course").Length).Select(i => new PlotPoint((i + 1) * steps / 20.0,
                    grid[(f, tuned)].Average(t => t.Series("course")[i])))],
            })];
            return LabFigures.Lines($"successors-{(tuned ? "tuned" : "paper")}", "Training loss", tuned ? "Training loss by step, each function "
                + "at the rate of the common rule, mean over the seeds." : "Training loss by step at rate 0.01 for every "
                + "function, mean over the seeds.",
                Axis.Linear("step", [0, steps]), Axis.Fitting("training loss", series.SelectMany(s => s.Points).Select(p => p.Y)), series);
        }
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        string[] later = ["elu", "selu", "gelu", "silu"];
        double relu = n["loss.paper.relu"], reluTuned = n["loss.tuned.relu"];
        string[] better = [.. later.Where(f => n[$"loss.paper.{f}"] + n[$"loss.paper.{f}.sd"] < relu)],
            betterTuned = [.. later.Where(f => n[$"loss.tuned.{f}"] + n[$"loss.tuned.{f}.sd"] < reluTuned)];
        bool order = n["loss.paper.elu"] < n["loss.paper.leaky 0.1"] && n["loss.paper.leaky 0.1"] < relu;
        bool centred = Centred.All(f => n[$"mean.paper.{f}"] < n["mean.paper.relu"]);
        string numbers = $"at rate 0.01 {List(better)} learn faster than ReLU, at each function's own rate {List(betterTuned)}; the order ELU < "
            + $"leaky < ReLU {(order ? "is" : "is not")} found at 0.01; "
            + $"mean activation {NumberText.Number(n["mean.paper.elu"])} (ELU), {NumberText.Number(n["mean.paper.selu"])} (SELU), "
                + $"{NumberText.Number(n["mean.paper.relu"])} (ReLU)";
        if (better.Length == later.Length && betterTuned.Length == later.Length && centred) return Ruling.Holds($"{numbers}.");
        if ((better.Length == 0 && betterTuned.Length == 0) || !centred) return Ruling.DoesNotHold($"{numbers}.");
        return Ruling.HoldsIf($"the right one is taken at the right rate: {numbers}.");

        static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);
    }

    private static string Key(string function) => function.StartsWith("leaky", StringComparison.Ordinal) ? "leaky 0.1" : function;

    private static Initialiser InitialiserOf(string function) => Initialiser.Parse(function == "selu" ? "lecun_normal" : "he_normal");

    private static Measured Train(LabBench bench, string layers, string function, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        using TrainingSession session = TrainingSession.Start(data, bench.Options(layers, function, seed) with
        {
            LearningRate = rate,
            Initialiser = InitialiserOf(Activation.Parse(function).Name)
        });
        List<double> course = [];
        for (int part = 0; part < 20; part++)
        {
            double sum = 0;
            session.RunSteps(steps / 20, step => sum += step.Loss);
            course.Add(sum / (steps / 20));
        }

        double accuracy = session.Score(data.Test).Accuracy ?? double.NaN;
        // The layers' means over the training part's first samples, from the last weights.
        using TrainingSession look = TrainingSession.Start(bench.Small(seed), bench.Options(layers, function, seed) with
        {
            LearningRate = 1,
            Weights = session.CopyWeights()
        });
        Run run = look.Finish().Run;
        return new() { { "course", course }, { "loss", (course[^1] + course[^2]) / 2 },
            { "mean", run.Layers.Average(layer => Math.Abs(layer.MeanOutput)) }, { "accuracy", accuracy } };
    }
}
