using Hillock.Data;
using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>A dead ReLU always outputs zero, its plane lies outside all data, and it does not come back.</summary>
internal sealed class Dying : IClaim
{
    internal const int Looks = 10;
    internal static readonly double[] Rates = [0.01, 0.03, 0.1, 0.3, 0.5, 1, 2];
    private const int Picture = 24;

    public string Id => "dying";

    public string Statement => "A dead ReLU unit outputs zero for every input, its plane lies outside all data, and it is unlikely to recover, "
        + "since its gradient is zero too.";

    public string Question => "How many units die, by learning rate; when; do any come back; and what pushed them out?";

    public string Method =>
        "ReLU, two hidden layers (full: 2 × 256, 1 500 steps of 64; quick: 2 × 64, 600 of 32), SGD at fixed rates: here the rate is the question, "
            + "so no rule chooses it. Every tenth of the steps it is noted which units fire for any of the training part's first 2 000 samples; "
        + "a unit is dead when it fires for none, and has come back when it fires later. What killed it: the change of its mean pre-activation "
            + "over the tenth in which it died, split into the bias's part and the weights'. "
        + "The picture: one layer of 24 units on two rings (circle), before and after 300 steps at rate 3.";

    public string Limits => "Plain SGD and He weights. A unit that is dead at two looks may have fired between them. Dead units are counted over "
        + "all layers; the original's 40 % (CS231n) names no set-up.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x2", "256x2");
        int steps = bench.Pick(600, 1500);
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
        var grid = Grid<double>.Run(bench, Rates, seeds, rate => $"relu {layers} rate={NumberText.Chosen(rate)} steps={steps}",
            (rate, seed) => Train(bench, layers, "relu", rate, steps, seed));
        Grid<string> picture = Grid<string>.Run(bench, ["circle"], [1], _ => "picture", (_, seed) => Planes(seed));
        Numbers numbers = [];
        foreach (double rate in Rates)
        {
            numbers.Keep($"dead.lr{NumberText.Chosen(rate)}", grid[rate, "dead"]);
            for (int layer = 0; layer < 2; layer++)
                numbers.Keep($"dead.lr{NumberText.Chosen(rate)}.layer{layer + 1}", grid.At(rate, t => t.Series("byLayer")[layer]));
            numbers.Keep($"accuracy.lr{NumberText.Chosen(rate)}", grid[rate, "accuracy"]);
        }

        Trial[] all = [.. Rates.SelectMany(rate => grid[rate])];
        double died = all.Sum(t => t["died"]), back = all.Sum(t => t["back"]);
        numbers["died"] = died;
        numbers["back"] = died == 0 ? double.NaN : back / died;
        numbers["early"] = died == 0 ? double.NaN : all.Sum(t => t["early"]) / died;
        numbers["byWeights"] = Summary.Of(all.Select(t => t["byWeights"])).Mean;
        Trial planes = picture["circle"][0];
        numbers["planes.dead"] = planes.Series("after.fires").Count(f => f == 0);
        double cliff = Rates.MaxBy(rate => grid[rate, "dead"].Deviation);
        double[] atCliff = [.. grid[cliff].Select(t => t["dead"]).Where(double.IsFinite)];
        Axis x = Axis.Categories("learning rate", [.. Rates.Select(r => NumberText.Chosen(r))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"{layers} after {steps} steps", ["rate", "dead units", "layer 1", "layer 2", "died at any look", "of these came back", "test accuracy",
                    "diverged seeds"],
                    [.. Rates.Select(r => (IReadOnlyList<string>)[NumberText.Chosen(r), grid[r, "dead"].Percent(),
                        grid.At(r, t => t.Series("byLayer")[0]).Percent(), grid.At(r, t => t.Series("byLayer")[1]).Percent(), $"{grid[r, "died"]}",
                        $"{grid[r, "back"]}", grid[r, "accuracy"].Percent(), $"{grid[r].Count(t => t["diverged"] > 0)}"])]),
            ],
            Figures =
            [
                LabFigures.Lines("dying", "Dead units by learning rate", "Share of units that are dead after training, and test "
                    + "accuracy, by learning rate.", x, Axis.Linear("share", [0, 1]),
                    [LabFigures.Curve("dead units", 0, Rates.Select((r, i) => ((double)i, grid[r, "dead"]))), LabFigures.Curve("test accuracy", 1,
                        Rates.Select((r, i) => ((double)i, grid[r, "accuracy"])))]),
                Plane("before", planes, "Before training: the lines on which each unit's pre-activation is 0."),
                Plane("after", planes, "After 300 steps at rate 3: the dead units' lines (dashed) lie outside the cloud of data, or off the "
                    + "picture, and all data are on their dark side."),
            ],
            References =
            [
                .. new[] { (0.01, "0–1.2 %"), (0.1, "0–1.2 %"), (0.3, "0–1.2 %") }.Select(p => Own(p.Item1, null, p.Item2)),
                Own(0.5, 1, "2.7 %"), Own(0.5, 2, "0 %"), Own(1, 1, "76 %"), Own(1, 2, "92 %"),
                new("dead units", "as much as 40 %", "CS231n notes"),
            ],
            Notes = ["The independent figures are of one seed and name no number of steps, which matters most where the seeds differ most: at rate "
                + $"{NumberText.Chosen(cliff)} {grid[cliff, "dead"].Percent()} of the units are dead, in one seed {NumberText.Percent(atCliff.Min())}, "
                + $"in another {NumberText.Percent(atCliff.Max())}.",
                $"Of {NumberText.Count((long)died)} deaths {NumberText.Percent(numbers["early"])} fell into the first tenth of the steps, "
                + $"and {NumberText.Percent(numbers["back"])} of the units came back later. The fall of the mean pre-activation was due to the "
                + $"weights for {NumberText.Percent(numbers["byWeights"])}, to the bias for the rest."],
        };

        static ReferenceFigure Own(double rate, int? layer, string figure) => new(
            $"dead units at rate {NumberText.Chosen(rate)}{(layer is null ? "" : $", layer {layer}")}", figure,
            "independent numpy run, MNIST 784-256-256-10", $"dead.lr{NumberText.Chosen(rate)}{(layer is null ? "" : $".layer{layer}")}");
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double low = Math.Max(n["dead.lr0.01"], n["dead.lr0.1"]), high = new[] { n["dead.lr1"], n["dead.lr2"] }.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(), back = n["back"];
        string numbers = $"at rates up to 0.1 at most {NumberText.Percent(low)} of the units are dead, at 1 and 2 up to "
            + $"{NumberText.Percent(high)}; of {NumberText.Count((long)n["died"])} that were dead at a look "
            + $"{NumberText.Percent(back)} fired again later";
        if (n["died"] < 10) return Ruling.DoesNotHold($"hardly any unit died: {numbers}.");
        if (back < 0.02) return Ruling.Holds($"{numbers}.");
        return back < 0.5 ? Ruling.HoldsIf($"“unlikely” is meant, not “never”: {numbers}. What lies before a dead unit goes on learning and can "
            + "move the data back to it.")
            : Ruling.DoesNotHold($"most came back: {numbers}.");
    }

    /// <summary>Trains at a fixed rate and follows every unit. Shared with the claim on leaky functions.</summary>
    internal static Measured Train(LabBench bench, string layers, string function, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, function, seed) with { LearningRate = rate, Initialiser = Initialiser.Parse("he_normal") };
        TrainingPart looked = data.Train.First(2000);
        using TrainingSession session = TrainingSession.Start(data, options);
        using NetworkProbe probe = new(options.Network, session.CopyWeights(), data.Classes);
        int[] sizes = [.. options.Network.Layers.Where(layer => layer.Name != "output").Select(layer => layer.OutputShape[0])];
        bool[] firing = Fires();
        bool[] dead = new bool[firing.Length], everDied = new bool[firing.Length], cameBack = new bool[firing.Length];
        int early = 0;
        double byWeights = 0, fall = 0;
        (double Mean, double Bias)[] before = Means();
        for (int look = 1; look <= Looks && !session.IsOver; look++)
        {
            session.RunSteps(steps * look / Looks - steps * (look - 1) / Looks);
            if (session.End == Runs.RunEnd.Diverged) break;
            probe.Load(session.CopyWeights());
            firing = Fires();
            (double Mean, double Bias)[] after = Means();
            for (int unit = 0; unit < firing.Length; unit++)
            {
                if (!firing[unit] && !dead[unit] && !everDied[unit])
                {
                    everDied[unit] = true;
                    if (look == 1) early++;
                    double change = before[unit].Mean - after[unit].Mean, bias = before[unit].Bias - after[unit].Bias;
                    (fall, byWeights) = (fall + change, byWeights + change - bias);
                }

                if (firing[unit] && everDied[unit]) cameBack[unit] = true;
                dead[unit] = !firing[unit];
            }

            before = after;
        }

        bool diverged = session.End == Runs.RunEnd.Diverged;
        return new()
        {
            { "dead", diverged ? double.NaN : dead.Count(d => d) / (double)dead.Length },
            { "byLayer", sizes.Select((units, layer) => diverged ? double.NaN : dead.Skip(sizes.Take(layer).Sum()).Take(units).Count(d => d) / (double)units) },
            { "slope", Slope() },
            { "died", everDied.Count(d => d) }, { "back", cameBack.Count(d => d) }, { "early", early },
            { "byWeights", fall == 0 ? double.NaN : byWeights / fall },
            { "accuracy", Accuracy(data.Test) }, { "validation", Accuracy(data.Validation) }, { "diverged", diverged ? 1 : 0 },
        };

        double Accuracy(TrainingPart part) => diverged ? 1.0 / bench.Classes : session.Score(part).Accuracy ?? double.NaN;

        // A learnt slope for x < 0, over the layers.
        double Slope() => session.CopyWeights().Arrays.Where(array => array.Name.EndsWith(".slope", StringComparison.Ordinal)).Select(array =>
            (double)array.Data[0]).DefaultIfEmpty(double.NaN).Average();

        bool[] Fires() => [.. Units.Firing(probe, options.Network.Activation, looked).SelectMany(layer => layer)];

        (double, double)[] Means()
        {
            NetworkWeights weights = session.CopyWeights();
            ProbePass pass = probe.Run(looked, [.. Enumerable.Range(0, Math.Min(500, looked.Count))]);
            return [.. pass.Layers.SelectMany(layer =>
            {
                float[] biases = weights[$"{layer.Name}.bias"].Data;
                return biases.Select((bias, unit) => (Enumerable.Range(0, pass.Samples).Average(s => (double)layer.Z[s * biases.Length + unit]),
                    (double)bias));
            })];
        }
    }

    private static Measured Planes(int seed)
    {
        TrainingData data = LabData.Prepare(DataSource.Load("circle(noise=0.1)", new DataOptions { Seed = seed }), seed);
        Network network = new(NetworkSpec.Parse($"{Picture}"), [2], 2, Activation.Parse("relu"), Activation.Parse("identity"));
        using TrainingSession session = TrainingSession.Start(data, new()
        {
            Network = network,
            LearningRate = 3,
            Seed = seed,
            Initialiser = Initialiser.Parse("torch"),
            Epochs = 100
        });
        using NetworkProbe probe = new(network, session.CopyWeights(), 2);
        Measured measured = [];
        Look("before");
        session.RunSteps(300);
        probe.Load(session.CopyWeights());
        Look("after");
        measured.Add("x", data.Train.X.Take(400).Select(v => (double)v));
        return measured;

        void Look(string when)
        {
            NetworkWeights weights = session.CopyWeights();
            measured.Add($"{when}.weights", weights["hidden1.weight"].Data.Select(w => (double)w));
            measured.Add($"{when}.biases", weights["hidden1.bias"].Data.Select(b => (double)b));
            measured.Add($"{when}.fires", Units.Firing(probe, network.Activation, data.Train)[0].Select(f => f ? 1.0 : 0));
        }
    }

    private static BookFigure Plane(string when, Trial planes, string caption)
    {
        (double[] w, double[] b, double[] fires, double[] x) = (planes.Series($"{when}.weights"), planes.Series($"{when}.biases"),
            planes.Series($"{when}.fires"), planes.Series("x"));
        return BookFigure.Of<PlanePlot>($"dying-{when}", caption, new Dictionary<string, object?>
        {
            ["Title"] = $"Planes of {Picture} ReLU units and the data, {when} training",
            ["XAxis"] = Axis.Linear("x₁", [-3, 3]),
            ["YAxis"] = Axis.Linear("x₂", [-3, 3]),
            ["Lines"] = b.Select((bias, unit) => new PlaneLine(w[2 * unit], w[2 * unit + 1], bias,
                $"unit {unit}, {(fires[unit] > 0 ? "live" : "dead")}", fires[unit] == 0)).ToArray(),
            ["SolidLines"] = "live unit",
            ["DashedLines"] = "dead unit",
            ["Points"] = new[] { new PlotSeries { Name = "data", Style = 0,
                Points = [.. Enumerable.Range(0, x.Length / 2).Select(i => new PlotPoint(x[2 * i], x[2 * i + 1]))] } },
        }, 560);
    }
}
