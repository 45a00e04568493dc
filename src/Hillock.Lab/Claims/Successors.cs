using Hillock.Data;
using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Runs;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>ELU, SELU, GELU and others improve on ReLU (Clevert et al. 2016, Klambauer et al. 2017).</summary>
internal sealed class Successors : IClaim
{
    private static readonly bool[] Tunings = [false, true];
    private static readonly string[] Centred = ["elu", "selu"];
    private static readonly string[] Normalising = ["relu", "selu"];
    private static readonly string[] Depths = ["64x2", "64x4", "64x8"];
    private static readonly string[] Functions = ["relu", "leaky_relu(slope=0.1)", "elu", "selu", "gelu", "silu"];

    public string Id => "successors";

    public string Statement => "Later functions (ELU, SELU, GELU, SiLU) improve on ReLU: activations nearer to a mean of 0, and faster learning.";

    public string Question => "Which function has the mean activation nearest to 0 and the lowest training loss, at one rate for all as in the "
        + "ELU paper and at the rate that the common rule chooses for each?";

    public string Method =>
        "The ELU paper's §4.1: 8 hidden layers of 128, SGD, rate 0.01 for every function, batch 64, He weights (SELU: LeCun's, as its paper "
            + "asks); full: 1 200 steps; quick: 500 of 8 × 64, batch 32. The same at the rate of the common rule. "
        + "SELU on a small table: the digits as 64 numbers each, whatever --data says, unless those are a table; 2, 4 and 8 layers of 64, rate by the "
            + "common rule, 600 steps of 32, 5 seeds; for each function the depth with the best validation accuracy. "
        + "Training loss: the mean over the last tenth of the steps. Mean activation: over units and samples of all hidden layers, its absolute "
            + "value averaged over the layers.";

    public string Limits => "Few epochs of one architecture, where the originals trained to the end. Klambauer 2017 searched over many more "
        + "architectures, with splits that are not given; the digits are the test part of its table optdigits. hillock lab successors --data TABLE "
        + "asks the same of another table.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x8", "128x8");
        int steps = bench.Pick(500, 1200);
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
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
        BookTable table = OnTable(bench, numbers);
        return new()
        {
            Numbers = numbers,
            Tables = [.. Tunings.Select(tuned => new BookTable(tuned ? "At the rate of the common rule"
                : "At rate 0.01 for every function, as in the ELU paper",
                ["function", "rate", "training loss", "mean activation", "test accuracy"],
                [.. Functions.Select(f => (IReadOnlyList<string>)[f, NumberText.Chosen(RateOf((f, tuned))), $"{grid[(f, tuned), "loss"]}",
                    $"{grid[(f, tuned), "mean"]}", grid[(f, tuned), "accuracy"].Percent()])])), table],
            Figures = [.. Tunings.Select(Figure)],
            References =
            [
                new("order of training losses on MNIST", "ELU < leaky ReLU (0.1) < ReLU", "Clevert et al. 2016, rate 0.01, 300 epochs"),
                // Ours of another table stands beside none of these.
                new("optdigits, SELU", "97.1 %", "Klambauer et al. 2017, Table A11", bench.Shape.Count == 1 ? null : "table.selu", 0.9711),
                new("optdigits, ReLU", "96.7 %", "Klambauer et al. 2017, Table A11", bench.Shape.Count == 1 ? null : "table.relu", 0.9666),
                new("other small tables, SELU / ReLU", "iris 97.3 / 91.9 %, wine 97.7 / 93.2 %, breast cancer 97.9 / 97.2 %",
                    "Klambauer et al. 2017, Table A11"),
            ],
        };

        BookFigure Figure(bool tuned)
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
                + $"{NumberText.Number(n["mean.paper.relu"])} (ReLU); on the small table SELU reaches {NumberText.Percent(n["table.selu"])} ± "
                + $"{NumberText.Percent(n["table.selu.sd"])}, ReLU {NumberText.Percent(n["table.relu"])}";
        bool table = n["table.selu"] + n["table.selu.sd"] >= n["table.relu"];
        if (better.Length == later.Length && betterTuned.Length == later.Length && centred && table) return Ruling.Holds($"{numbers}.");
        if ((better.Length == 0 && betterTuned.Length == 0) || !centred) return Ruling.DoesNotHold($"{numbers}.");
        return Ruling.HoldsIf($"the right one is taken at the right rate: {numbers}.");

        static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);
    }

    private static BookTable OnTable(LabBench bench, Numbers numbers)
    {
        Dataset? digits = bench.Shape.Count == 1 ? null : DataSource.Load("digits", new DataOptions());
        (string Function, string Layers)[] settings = [.. Normalising.SelectMany(f => Depths.Select(depth => (f, depth)))];
        IReadOnlyList<Trial> rates = bench.Run(settings.Select(s => new TrialPlan($"table: rate of {s.Function} {s.Layers}", () =>
        {
            using TrainingSession session = Start(s, null, 1);
            return new() { { "rate", session.LearningRate } };
        })));
        double RateOf((string Function, string Layers) s) => rates[Array.IndexOf(settings, s)]["rate"];
        var grid = Grid<(string Function, string Layers)>.Run(bench, settings, bench.Seeds(5, 5), s => $"table: {s.Function} {s.Layers} rate={RateOf(s)}",
            (s, seed) =>
            {
                using TrainingSession session = Start(s, RateOf(s), seed);
                session.RunSteps(600);
                TrainingData data = Of(seed);
                return new() { { "validation", session.Score(data.Validation).Accuracy ?? double.NaN }, { "test", session.Score(data.Test).Accuracy ?? double.NaN } };
            });
        foreach (string function in Normalising)
            numbers.Keep($"table.{function}", grid[(function, Depths.MaxBy(depth => grid[(function, depth), "validation"].Mean)!), "test"]);
        return new($"Small table ({digits?.Name ?? bench.DataName}): test accuracy by depth", ["function", .. Depths, "depth chosen on validation data"],
            [.. Normalising.Select(f => (IReadOnlyList<string>)[f, .. Depths.Select(depth => grid[(f, depth), "test"].Percent()),
                new Summary(numbers[$"table.{f}"], numbers[$"table.{f}.sd"], 1, 0).Percent()])]);

        TrainingData Of(int seed) => digits is null ? bench.Data(seed) : LabData.Prepare(digits, seed);

        TrainingSession Start((string Function, string Layers) s, double? rate, int seed)
        {
            TrainingData data = Of(seed);
            return TrainingSession.Start(data, new()
            {
                Network = LabNetworks.Network(s.Layers, [data.Train.Features], data.Classes!.Value, s.Function),
                Initialiser = InitialiserOf(s.Function),
                LearningRate = rate,
                Seed = seed,
                Epochs = 1000,
            });
        }
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
