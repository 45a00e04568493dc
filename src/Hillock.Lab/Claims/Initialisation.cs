using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Too large initial weights saturate most sigmoids, and the network will barely learn.</summary>
internal sealed class Initialisation : IClaim
{
    private const string Layers = "256x5";
    private static readonly double[] Gains = [0.1, 1, 4, 10, 30, 100];

    public string Id => "initialisation";

    public string Statement => "If the initial weights of sigmoid units are too large, most of them are saturated and the "
        + "network will barely learn.";

    public string Question => "What accuracy does a sigmoid network reach in a fixed number of steps, by the size of its initial weights; and "
        + "what does the top layer of a deep sigmoid network do over time?";

    public string Method =>
        "5 × 256 sigmoid (quick: 5 × 64), weights N(0, (g/√n)²), each g at the rate that the common rule chooses for it (full: 600 steps of "
            + "64; quick: 400 of 32). "
        + "And 4 hidden layers with the standard initialisation U(±1/√n), as in Glorot and Bengio 2010: mean output of the top layer by epoch "
            + "(full: 3 epochs of 844 steps; quick: 60 of 41).";

    public string Limits => "Plain SGD and few epochs. The original saw the top layer leave saturation after about 100 epochs on endless "
        + "synthetic images; this data set is another and the training shorter.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x5", Layers);
        int steps = bench.Pick(400, 600), epochs = bench.Pick(60, 3);
        IReadOnlyList<int> seeds = bench.Seeds(3, 2);
        IReadOnlyList<Trial> rates = bench.Run(Gains.Select(gain => new TrialPlan($"rate of g={NumberText.Chosen(gain)} {layers}", () =>
        {
            using TrainingSession session = Start(bench, bench.Data(1), layers, gain, null, 1);
            return new() { { "rate", session.LearningRate } };
        })));
        var grid = Grid<double>.Run(bench, Gains, seeds, gain => $"g={NumberText.Chosen(gain)} {layers} steps={steps}", (gain, seed) => Train(bench,
            layers, gain, rates[Array.IndexOf(Gains, gain)]["rate"], steps, seed));
        string four = bench.Pick("64x4", "256x4");
        var top = Grid<string>.Run(bench, [four], seeds, l => $"top layer of {l} epochs={epochs}", (l, seed) => Top(bench, l, epochs, seed));
        Numbers numbers = [];
        foreach (double gain in Gains)
        {
            numbers.Keep($"accuracy.g{NumberText.Chosen(gain)}", grid[gain, "accuracy"]);
            numbers.Keep($"saturated.g{NumberText.Chosen(gain)}", grid[gain, "saturated"]);
        }

        numbers["chance"] = 1.0 / bench.Classes;
        numbers.Keep("top.first", top.At(four, t => t.Series("mean")[0]));
        numbers.Keep("top.lowest", top.At(four, t => t.Series("mean").Min()));
        numbers.Keep("top.last", top.At(four, t => t.Series("mean")[^1]));
        int shown = top[four].Min(t => t.Series("mean").Length);
        Axis x = Axis.Categories("g: initial weights are N(0, (g/√n)²)", [.. Gains.Select(g => NumberText.Chosen(g))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"{layers} sigmoid after {steps} steps", ["g", "rate chosen", "saturated before training", "test accuracy"],
                    [.. Gains.Select((gain, i) => (IReadOnlyList<string>)[NumberText.Chosen(gain), NumberText.Chosen(rates[i]["rate"]),
                        grid[gain, "saturated"].Percent(), grid[gain, "accuracy"].Percent()])]),
                new($"Mean output of the top layer, {four}", ["first epoch", "lowest", $"epoch {epochs}", "test accuracy"],
                    [[$"{top.At(four, t => t.Series("mean")[0])}", $"{top.At(four, t => t.Series("mean").Min())}",
                        $"{top.At(four, t => t.Series("mean")[^1])}", top[four, "accuracy"].Percent()]]),
            ],
            Figures =
            [
                LabFigures.Lines("initialisation", "Accuracy by size of the initial weights", "Test accuracy after training, and the share of "
                    + "saturated observations before it, by the size of the initial weights.", x, Axis.Linear("share", [0, 1]),
                    [LabFigures.Curve("accuracy", 0, Gains.Select((g, i) => ((double)i, grid[g, "accuracy"]))), LabFigures.Curve("saturated", 1,
                        Gains.Select((g, i) => ((double)i, grid[g, "saturated"])))],
                    [new PlotReference(numbers["chance"], "chance")]),
                LabFigures.Lines("initialisation-top", "Top layer over time", "Mean output of the fourth hidden layer of a sigmoid network with "
                    + "standard initialisation, by epoch, each curve a seed; 0 is saturation.",
                    Axis.Whole("epoch", 1, shown), Axis.Linear("mean output, layer 4", [0, 0.6]),
                    [.. top[four].Select((t, i) => new PlotSeries { Name = $"seed {i + 1}", Label = $"seed {i + 1}", Style = i,
                        Points = [.. t.Series("mean").Select((m, e) => new PlotPoint(e + 1, m))] })]),
            ],
            References =
            [
                new("top layer's mean output in the first epochs", "about 0.02–0.05", "Glorot and Bengio 2010, 4 hidden layers, Shapeset",
                    "top.lowest", 0.035),
                new("top layer leaves saturation", "near epoch 100", "Glorot and Bengio 2010"),
                new("error on MNIST, 5 hidden layers, trained to the end", "sigmoid 2.21 %, tanh 1.76 %, tanh normalised 1.64 %",
                    "Glorot and Bengio 2010"),
            ],
            Notes = numbers["top.lowest"] > 0.2
                ? ["The top layer's fall into saturation is not seen here: its mean output stays near one half. The network still lies on the "
                    + "plateau on which it began, at the rate that the common rule chooses for it."]
                : [],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double chance = n["chance"], usual = n["accuracy.g1"], best = Math.Max(usual, Math.Max(n["accuracy.g4"], n["accuracy.g10"])),
            large = n["accuracy.g100"];
        double left = (large - chance) / Math.Max(1e-9, best - chance);
        string numbers = $"g = 100 saturates {NumberText.Percent(n["saturated.g100"])} of the observations and reaches "
            + $"{NumberText.Percent(large)}, the best g {NumberText.Percent(best)}, g = 1 {NumberText.Percent(usual)}, g = 0.1 "
            + $"{NumberText.Percent(n["accuracy.g0.1"])}";
        if (n["saturated.g100"] < 0.5) return Ruling.DoesNotHold($"large weights saturate only a part: {numbers}.");
        if (left < 0.2 && usual > chance + 0.5 * (best - chance)) return Ruling.Holds($"{numbers}.");
        if (left >= 0.9) return Ruling.DoesNotHold($"saturated networks learn all the same: {numbers}.");
        return Ruling.HoldsIf($"“too large” is not taken from the usual scale, and small weights are blamed as well: {numbers}. A deep sigmoid "
            + "network is hurt more by weights that are too small for it.");
    }

    private static TrainingSession Start(LabBench bench, TrainingData data, string layers, double gain, double? rate, int seed)
    {
        TrainingOptions options = bench.Options(layers, "sigmoid", seed);
        Initialiser lecun = Initialiser.Parse("lecun_normal");
        NetworkWeights weights = NetworkWeights.Create(options.Network, lecun, lecun, seed).Scaled(gain, name => name.StartsWith("hidden",
            StringComparison.Ordinal));
        return TrainingSession.Start(data, options with { Weights = weights, LearningRate = rate });
    }

    private static Measured Train(LabBench bench, string layers, double gain, double rate, int steps, int seed)
    {
        double saturated;
        using (TrainingSession before = Start(bench, bench.Small(seed), layers, gain, rate,
            seed)) saturated = before.Finish().Run.Layers.Average(layer => layer.SaturatedFraction);
        using TrainingSession session = Start(bench, bench.Data(seed), layers, gain, rate, seed);
        session.RunSteps(steps);
        return new() { { "saturated", saturated }, { "accuracy", session.Score(bench.Data(seed).Test).Accuracy ?? double.NaN } };
    }

    private static Measured Top(LabBench bench, string layers, int epochs, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, "sigmoid", seed);
        Initialiser he = Initialiser.Parse("he_uniform");
        // He's ±√(6/n) times √(1/6) is ±1/√n.
        NetworkWeights weights = NetworkWeights.Create(options.Network, he, he, seed).Scaled(Math.Sqrt(1.0 / 6));
        using TrainingSession session = TrainingSession.Start(data, options with { Weights = weights });
        List<double> means = [];
        for (int epoch = 0; epoch < epochs && session.RunEpoch() is { } record; epoch++) means.Add(record.Layers[^1].MeanOutput);
        return new() { { "mean", means }, { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN }, { "rate", session.LearningRate } };
    }
}
