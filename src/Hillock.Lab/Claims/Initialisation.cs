using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Too large initial weights saturate most sigmoids, and the network will barely learn.</summary>
internal sealed class Initialisation : IClaim
{
    private const string Layers = "256x5";
    private const int TopLooks = 20;
    private static readonly double[] Gains = [0.1, 1, 4, 10, 30, 100];
    private static readonly double[] TopRates = [0.1, 0.3];

    public string Id => "initialisation";

    public string Statement => "If the initial weights of sigmoid units are too large, most of them are saturated and the "
        + "network will barely learn.";

    public string Question => "What accuracy does a sigmoid network reach in a fixed number of steps, by the size of its initial weights; and "
        + "what does the top layer of a deep sigmoid network do over time?";

    public string Method =>
        "5 × 256 sigmoid (quick: 5 × 64), weights N(0, (g/√n)²), each g at the rate that the common rule chooses for it (full: 600 steps of "
            + "64; quick: 400 of 32). "
        + "And 4 hidden layers (4 × 256; quick: 4 × 64) with the standard initialisation U(±1/√n) and batches of 10, as in Glorot and Bengio 2010: "
            + "mean output of the top layer over 500 samples, by step (full: 16 000; quick: 4 000), at rates 0.1 and 0.3. Here the common rule is of no "
            + "use: on the plateau on which such a network begins every rate is as good as another.";

    public string Limits => "Plain SGD and few epochs. The original saw the top layer leave saturation after about 100 epochs on endless "
        + "synthetic images; this data set is another and the training shorter.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x5", Layers);
        int steps = bench.Pick(400, 600), topSteps = bench.Pick(4000, 16_000);
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
        IReadOnlyList<Trial> rates = bench.Run(Gains.Select(gain => new TrialPlan($"rate of g={NumberText.Chosen(gain)} {layers}", () =>
        {
            using TrainingSession session = Start(bench, bench.Data(1), layers, gain, null, 1);
            return new() { { "rate", session.LearningRate } };
        })));
        var grid = Grid<double>.Run(bench, Gains, seeds, gain => $"g={NumberText.Chosen(gain)} {layers} steps={steps}", (gain, seed) => Train(bench,
            layers, gain, rates[Array.IndexOf(Gains, gain)]["rate"], steps, seed));
        string four = bench.Pick("64x4", "256x4");
        var top = Grid<double>.Run(bench, TopRates, seeds, rate => $"top layer of {four} rate={NumberText.Chosen(rate)} steps={topSteps}",
            (rate, seed) => Top(bench, four, rate, topSteps, seed));
        Numbers numbers = [];
        foreach (double gain in Gains)
        {
            numbers.Keep($"accuracy.g{NumberText.Chosen(gain)}", grid[gain, "accuracy"]);
            numbers.Keep($"saturated.g{NumberText.Chosen(gain)}", grid[gain, "saturated"]);
        }

        numbers["chance"] = 1.0 / bench.Classes;
        foreach (double rate in TopRates)
        {
            numbers.Keep($"top.lowest.lr{NumberText.Chosen(rate)}", top.At(rate, t => t.Series("mean").Min()));
            numbers.Keep($"top.last.lr{NumberText.Chosen(rate)}", top.At(rate, t => t.Series("mean")[^1]));
            numbers.Keep($"top.accuracy.lr{NumberText.Chosen(rate)}", top[rate, "accuracy"]);
        }

        Axis x = Axis.Categories("g: initial weights are N(0, (g/√n)²)", [.. Gains.Select(g => NumberText.Chosen(g))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"{layers} sigmoid after {steps} steps", ["g", "rate chosen", "saturated before training", "test accuracy"],
                    [.. Gains.Select((gain, i) => (IReadOnlyList<string>)[NumberText.Chosen(gain), NumberText.Chosen(rates[i]["rate"]),
                        grid[gain, "saturated"].Percent(), grid[gain, "accuracy"].Percent()])]),
                new($"Mean output of the top layer, {four}", ["rate", "before training", "lowest", $"after {topSteps} steps", "test accuracy"],
                    [.. TopRates.Select(rate => (IReadOnlyList<string>)[NumberText.Chosen(rate), $"{top.At(rate, t => t.Series("mean")[0])}",
                        $"{top.At(rate, t => t.Series("mean").Min())}", $"{top.At(rate, t => t.Series("mean")[^1])}", top[rate, "accuracy"].Percent()])]),
            ],
            Figures =
            [
                LabFigures.Lines("initialisation", "Accuracy by size of the initial weights", "Test accuracy after training, and the share of "
                    + "saturated observations before it, by the size of the initial weights.", x, Axis.Linear("share", [0, 1]),
                    [LabFigures.Curve("accuracy", 0, Gains.Select((g, i) => ((double)i, grid[g, "accuracy"]))), LabFigures.Curve("saturated", 1,
                        Gains.Select((g, i) => ((double)i, grid[g, "saturated"])))],
                    [new PlotReference(numbers["chance"], "chance")]),
                LabFigures.Lines("initialisation-top", "Top layer over time", "Mean output of the fourth hidden layer of a sigmoid network with "
                    + "standard initialisation, by step; 0 is saturation.",
                    Axis.Linear("step", [0, topSteps]), Axis.Linear("mean output, layer 4", [0, 0.6]),
                    [.. TopRates.Select((rate, style) => LabFigures.Curve($"rate {NumberText.Chosen(rate)}", style, Enumerable.Range(0, TopLooks + 1)
                        .Select(look => ((double)topSteps * look / TopLooks, top.At(rate, t => t.Series("mean")[look])))))]),
            ],
            References =
            [
                new("top layer's mean output in the first epochs", "about 0.02–0.05", "Glorot and Bengio 2010, 4 hidden layers, Shapeset",
                    "top.lowest.lr0.3", 0.035),
                new("top layer leaves saturation", "near epoch 100", "Glorot and Bengio 2010"),
                new("error on MNIST, 5 hidden layers, trained to the end", "sigmoid 2.21 %, tanh 1.76 %, tanh normalised 1.64 %",
                    "Glorot and Bengio 2010"),
            ],
            Notes = [TopRates.Any(rate => numbers[$"top.lowest.lr{NumberText.Chosen(rate)}"] < 0.2)
                ? "The top layer falls towards 0 as in the paper, the further the higher the rate: what the last layer makes of it is noise at first, and "
                    + $"the network learns to do without. {(TopRates.Any(rate => numbers[$"top.last.lr{NumberText.Chosen(rate)}"] > 0.2) ? "It leaves saturation within these steps."
                        : "It does not leave saturation within these steps; in the paper that took about a hundred epochs.")}"
                : "The top layer's fall into saturation is not seen here."],
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

    private static Measured Top(LabBench bench, string layers, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, "sigmoid", seed) with { Batch = 10, LearningRate = rate };
        Initialiser he = Initialiser.Parse("he_uniform");
        // He's ±√(6/n) times √(1/6) is ±1/√n.
        NetworkWeights weights = NetworkWeights.Create(options.Network, he, he, seed).Scaled(Math.Sqrt(1.0 / 6));
        using TrainingSession session = TrainingSession.Start(data, options with { Weights = weights });
        using NetworkProbe probe = new(options.Network, weights, data.Classes);
        int[] looked = [.. Enumerable.Range(0, Math.Min(500, data.Train.Count))];
        List<double> means = [Mean()];
        for (int look = 0; look < TopLooks; look++)
        {
            session.RunSteps(steps / TopLooks);
            probe.Load(session.CopyWeights());
            means.Add(Mean());
        }

        return new() { { "mean", means }, { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN } };

        double Mean() => probe.Run(data.Train, looked).Layers[^1].A.Average(a => (double)a);
    }
}
