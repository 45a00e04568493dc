using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>A small negative slope fixes the dying ReLU.</summary>
internal sealed class Leaky : IClaim
{
    private static readonly double[] Rates = [0.03, 0.1, 0.3, 1, 2];
    private static readonly string[] Treated = ["relu", "leaky_relu"];
    private static readonly string[] Functions = ["relu", "leaky_relu", "leaky_relu(slope=0.2)", "prelu", "elu"];

    public string Id => "leaky";

    public string Statement => "A leaky ReLU, with a small negative slope instead of zero, fixes the dying ReLU.";

    public string Question => "Do functions with a negative slope have dead units, do they bear higher rates, are they more accurate, and do they "
        + "revive a network whose units died?";

    public string Method =>
        "The sweep of the claim dying (full: 2 × 256, 600 steps of 64; quick: 2 × 64, 400 of 32) with slopes 0.01 and 0.2, PReLU (slope 0.25 at first, "
            + "then learnt, one for a layer) and ELU, the same weights and batches. The best rate of each function is the one with the highest validation "
            + "accuracy of this sweep. "
        + "Revival: a ReLU network trained at rate 0.1, hurt by one update at rate 10 and trained on for a quarter of the steps, then given the "
            + "function leaky_relu(slope=0.01) with the same weights and trained on at rate 0.03, against ReLU trained on alike.";

    public string Limits => "RReLU, whose slope is drawn anew for each unit and sample, was not trained. A unit with a small slope is not dead but may be of as "
        + "little use: that it gets a gradient does not mean that it is needed.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x2", "256x2");
        int steps = bench.Pick(400, 600);
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
        (string Function, double Rate)[] settings = [.. Functions.SelectMany(f => Rates.Select(r => (f, r)))];
        var grid = Grid<(string Function, double Rate)>.Run(bench, settings, seeds,
            s => $"{s.Function} {layers} rate={NumberText.Chosen(s.Rate)} steps={steps}", (s, seed) => Dying.Train(bench, layers, s.Function,
            s.Rate, steps, seed));
        var revival = Grid<string>.Run(bench, ["relu", "leaky_relu"], seeds, f => $"revival {f} {layers} steps={steps}",
            (f, seed) => Revive(bench, layers, f, steps, seed));
        Numbers numbers = [];
        foreach (string function in Functions)
        {
            string key = Key(function);
            double best = Rates.MaxBy(rate => grid[(function, rate), "validation"].Mean);
            numbers[$"bestRate.{key}"] = best;
            numbers.Keep($"bestAccuracy.{key}", grid[(function, best), "accuracy"]);
            numbers[$"dead.{key}"] = Rates.Max(rate => grid[(function, rate), "dead"] is { Count: > 0 } dead ? dead.Mean : 0);
            numbers[$"failed.{key}"] = Rates.Sum(rate => grid[(function, rate)].Count(t => t["diverged"] > 0
                || t["accuracy"] < 2.0 / bench.Classes));
        }

        numbers.Keep("slope.prelu", grid[("prelu", numbers["bestRate.prelu"]), "slope"]);
        numbers["runs"] = Rates.Length * seeds.Count;
        foreach (string function in Treated)
        {
            numbers.Keep($"revival.before.{function}", revival[function, "before"]);
            numbers.Keep($"revival.fires.{function}", revival[function, "fires"]);
            numbers.Keep($"revival.accuracy.{function}", revival[function, "accuracy"]);
        }

        Axis x = Axis.Categories("learning rate", [.. Rates.Select(r => NumberText.Chosen(r))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"Dead units of {layers} after {steps} steps", ["function", .. Rates.Select(r => $"rate {NumberText.Chosen(r)}")],
                    [.. Functions.Select(f => (IReadOnlyList<string>)[f, .. Rates.Select(r => grid[(f, r), "dead"].Percent())])]),
                new("Test accuracy (seeds that diverged count as chance)", ["function", .. Rates.Select(r => $"rate {NumberText.Chosen(r)}")],
                    [.. Functions.Select(f => (IReadOnlyList<string>)[f, .. Rates.Select(r => grid[(f, r), "accuracy"].Percent()
                        + (grid[(f, r)].Count(t => t["diverged"] > 0) is > 0 and int lost ? $" ({lost} diverged)" : ""))])]),
                new("A ReLU network with dead units, trained on", ["trained on as", "dead before", "units that fire afterwards", "test accuracy"],
                    [.. Treated.Select(f => (IReadOnlyList<string>)[f, revival[f, "before"].Percent(), revival[f, "fires"].Percent(),
                        revival[f, "accuracy"].Percent()])]),
            ],
            Figures =
            [
                LabFigures.Lines("leaky-dead", "Dead units by learning rate", "Share of dead units after training, by learning rate.", x,
                    Axis.Linear("share of dead units", [0, 1]),
                    [.. Functions.Select((f, style) => LabFigures.Curve(Key(f), style,
                        Rates.Select((r, i) => ((double)i, grid[(f, r), "dead"]))))]),
                LabFigures.Lines("leaky-accuracy", "Accuracy by learning rate", "Test accuracy by learning rate; a seed that "
                    + "diverged counts as chance.", x, Axis.Linear("test accuracy", [0, 1]),
                    [.. Functions.Select((f, style) => LabFigures.Curve(Key(f), style,
                        Rates.Select((r, i) => ((double)i, grid[(f, r), "accuracy"]))))]),
            ],
            References =
            [
                new("effect of the slope on accuracy", "negligible", "Maas et al. 2013, as told by He et al. 2015"),
                new("CIFAR-10 error", "ReLU 12.45, slope 0.01 12.66, 0.18 11.20, PReLU 11.79, RReLU 11.19 %", "Xu et al. 2015, from memory"),
                new("trainings that fail at rates of 1 and more", "leaky networks go to NaN: no dead units, but no stability either",
                    "independent numpy run on MNIST", "failed.leaky 0.01"),
            ],
            Notes = [$"At its best rate PReLU's slopes end at {NumberText.Number(numbers["slope.prelu"])} ± {NumberText.Number(numbers["slope.prelu.sd"])}.",
                "ELU has dead units too: far to the left its derivative is smaller than any float, exactly 0, and its "
                + "output −1 for every sample."],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double relu = n["dead.relu"], leaky = n["dead.leaky 0.01"], gain = n["bestAccuracy.leaky 0.01"] - n["bestAccuracy.relu"];
        string numbers = $"of ReLU's units up to {NumberText.Percent(relu)} die in the sweep, of leaky ReLU's {NumberText.Percent(leaky)}; "
            + $"{n["failed.leaky 0.01"]} of {n["runs"]} leaky trainings diverge or stay near chance, {n["failed.relu"]} of ReLU's; "
            + $"at the best rate of each the accuracy differs by {NumberText.Number(100 * gain)} points";
        if (leaky > 0.02 || relu < 0.02) return Ruling.DoesNotHold($"{numbers}.");
        return n["failed.leaky 0.01"] < 0.5 * n["failed.relu"] ? Ruling.Holds($"{numbers}.")
            : Ruling.HoldsIf($"the dead units are meant, not the instability that kills them: {numbers}.");
    }

    private static string Key(string function) => function switch
    {
        "leaky_relu" => "leaky 0.01",
        "leaky_relu(slope=0.2)" => "leaky 0.2",
        _ => function
    };

    private static Measured Revive(LabBench bench, string layers, string function, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, "relu", seed) with { LearningRate = 0.1 };
        using TrainingSession session = TrainingSession.Start(data, options);
        session.RunSteps(steps / 2);
        session.LearningRate = 10;
        session.RunSteps(1);
        session.LearningRate = 0.1;
        session.RunSteps(steps / 4);
        TrainingPart looked = data.Train.First(2000);
        NetworkWeights damaged = session.CopyWeights();
        TrainingOptions on = bench.Options(layers, function, seed) with { LearningRate = 0.03, Weights = damaged };
        using TrainingSession going = TrainingSession.Start(data, on);
        going.RunSteps(steps);
        return new()
        {
            { "before", 1 - Firing(damaged) }, { "fires", Firing(going.CopyWeights()) },
                { "accuracy", going.Score(data.Test).Accuracy ?? double.NaN },
        };

        // Counted as ReLU would: z above 0 for some sample, whatever the function passes on below.
        double Firing(NetworkWeights weights)
        {
            using NetworkProbe probe = new(options.Network, weights, data.Classes);
            bool[] fires = [.. Units.Firing(probe, options.Network.Activation, looked).SelectMany(layer => layer)];
            return fires.Count(f => f) / (double)fires.Length;
        }
    }
}
