using Hillock.Data;
using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Activation functions partition the input space and regress towards the outcome.</summary>
internal sealed class Partition : IClaim
{
    private const int Cells = 90, Steps = 4000;
    private const double Extent = 2, Rate = 0.01;
    private static readonly string[] Functions = ["identity", "sigmoid", "relu"];

    // About as many weights each: depth against width.
    private static readonly string[] Shapes = ["64", "12x2", "9x3", "7x4"];

    public string Id => "partition";

    public string Statement => "Non-linear functions partition the input space and regress towards the outcome, and let layers build on one "
        + "another; without them layers are one linear map.";

    public string Question => "What does a small network make of two rings with and without a non-linearity, into how many linear pieces does "
        + "ReLU cut the plane, and does depth help at equal numbers of weights?";

    public string Method =>
        "Data of its own: circle(noise=0.1), 1 000 points, whatever --data says. Two hidden layers of 8, Adam at rate 0.01 for every function, "
            + "since it is asked what they can draw and not how fast, 4 000 steps of 32. Regions: distinct patterns of signs of all units over a grid of 90 × 90. "
        + "One linear map: the largest difference between the identity network and the product of its matrices; and logistic "
            + "regression on the same points. "
        + "Depth: y = sin(4πx) on [−1, 1] by ReLU networks of about 200 weights with 1 to 4 layers, 2 000 steps, error on fresh points "
            + "over the variance of y.";

    public string Limits => "Two inputs and few units: a picture, not a law. The count of regions is of those that a grid of 8 100 points sees in "
        + "the square shown, so rather too small.";

    public Evidence Measure(LabBench bench)
    {
        IReadOnlyList<int> seeds = bench.Seeds(3, 3);
        var rings = Grid<string>.Run(bench, Functions, seeds, f => $"circle {f} 8x2 steps={Steps} rate={Rate}", Rings);
        var logistic = Grid<string>.Run(bench, ["flatten"], seeds, l => $"circle logistic regression steps={Steps} rate={Rate}",
            (l, seed) => Rings(null, seed));
        var waves = Grid<string>.Run(bench, Shapes, bench.Seeds(5, 5), shape => $"sine relu {shape}", Wave);
        Numbers numbers = [];
        foreach (string function in Functions) numbers.Keep($"accuracy.{function}", rings[function, "accuracy"]);
        numbers.Keep("accuracy.logistic", logistic["flatten", "accuracy"]);
        numbers.Keep("regions.relu", rings["relu", "regions"]);
        numbers.Keep("regions.identity", rings["identity", "regions"]);
        numbers["linear.difference"] = rings["identity"].Max(t => t["difference"]);
        foreach (string shape in Shapes) numbers.Keep($"sine.{shape}", waves[shape, "error"]);
        string best = Shapes[1..].MinBy(shape => waves[shape, "error"].Mean)!;
        numbers.Keep("sine.deeper", waves[best, "error"]);
        Axis Side(string title) => Axis.Linear(title, [-Extent, Extent], 5);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Two rings", ["network", "test accuracy", "linear regions seen"],
                    [.. Functions.Select(f => (IReadOnlyList<string>)[f, rings[f, "accuracy"].Percent(), f == "sigmoid" ? "smooth"
                        : $"{rings[f, "regions"]}"]), ["logistic regression", logistic["flatten", "accuracy"].Percent(), "1"]]),
                new("Regression of a sine with about 200 weights", ["hidden layers", "error / variance of y"],
                    [.. Shapes.Select(s => (IReadOnlyList<string>)[s, $"{waves[s, "error"]}"])]),
            ],
            Figures =
            [
                .. Functions.Select(f => BookFigure.Of<PlanePlot>($"partition-{f}", $"{f}: the shades are the two answers"
                    + (f == "relu" ? "; every line is the border of a linear piece." : f == "identity" ? "; one straight line is all it can draw."
                    : "; a smooth border."),
                    new Dictionary<string, object?>
                    {
                        ["Title"] = $"Decision regions on two rings, {f}",
                        ["XAxis"] = Side("x₁"),
                        ["YAxis"] = Side("x₂"),
                        ["Map"] = new PlaneMap(Cells, Cells, [.. rings[f][0].Series("map").Select(k => (int)k)]),
                        ["Points"] = RingPoints(),
                    }, 560)),
                LabFigures.Lines("partition-depth", "Depth against width", "Error of ReLU networks with about 200 weights on a sine of four "
                    + "waves, by their hidden layers; 1 is the best constant.",
                    Axis.Categories("hidden layers", Shapes), Axis.Linear("error / variance",
                        [0, .. Shapes.Select(s => waves[s, "error"]).Select(e => e.Mean + e.Deviation)]),
                        [LabFigures.Curve("ReLU", 0, Shapes.Select((s, i) => ((double)i, waves[s, "error"])))]),
            ],
            References = [new("linear network", "equals logistic regression", "algebra", "accuracy.logistic")],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double identity = n["accuracy.identity"], sigmoid = n["accuracy.sigmoid"], relu = n["accuracy.relu"];
        string numbers = $"on two rings identity reaches {NumberText.Percent(identity)} (logistic regression "
            + $"{NumberText.Percent(n["accuracy.logistic"])}), sigmoid {NumberText.Percent(sigmoid)}, ReLU {NumberText.Percent(relu)} with "
            + $"{NumberText.Number(n["regions.relu"])} linear pieces";
        bool linear = n["linear.difference"] < 1e-3 && n["regions.identity"] == 1 && Math.Abs(identity - n["accuracy.logistic"]) < 0.1;
        if (!linear || (sigmoid < identity + 0.1 && relu < identity + 0.1)) return Ruling.DoesNotHold($"{numbers}.");
        if (sigmoid < identity + 0.1 || relu < identity + 0.1)
            return Ruling.HoldsIf($"the network is trained long enough, which one of the functions was not here: {numbers}.");
        double shallow = n["sine.64"], deeper = n["sine.deeper"];
        string depth = $"of a sine, with about 200 weights, one hidden layer leaves {NumberText.Percent(shallow)} of the variance, the best deeper "
            + $"network {NumberText.Percent(deeper)} ± {NumberText.Percent(n["sine.deeper.sd"])}";
        return deeper + n["sine.deeper.sd"] < shallow ? Ruling.Holds($"{numbers}; {depth}.")
            : Ruling.HoldsIf("the partition is meant; that layers build on one another was of no use beyond the spread of the seeds here: "
                + $"{numbers}; {depth}.");
    }

    private static TrainingData Circle(int seed) => LabData.Prepare(DataSource.Load("circle(noise=0.1)", new DataOptions { Seed = seed }), seed);

    private static PlotSeries[] RingPoints()
    {
        TrainingPart test = Circle(1).Test;
        return [.. Enumerable.Range(0, 2).Select(ring => new PlotSeries
        {
            Name = ring == 0 ? "outer ring" : "inner ring", Style = ring * 2 + 1, IsDashed = ring == 0,
            Points = [.. Enumerable.Range(0, test.Count).Where(i => test.Y[i] == ring).Take(100).Select(i => new PlotPoint(test.X[2 * i],
                test.X[2 * i + 1]))],
        })];
    }

    private static Measured Rings(string? function, int seed)
    {
        TrainingData data = Circle(seed);
        Network network = new(NetworkSpec.Parse(function is null ? "flatten" : "8x2"), [2], 2, Activation.Parse(function ?? "identity"),
            Activation.Parse("identity"));
        using TrainingSession session = TrainingSession.Start(data, new()
        {
            Network = network,
            LearningRate = Rate,
            Seed = seed,
            Optimizer = OptimizerSpec.Parse("adam"),
            Initialiser = Initialiser.Parse("glorot_uniform"),
            Epochs = 1000
        });
        session.RunSteps(Steps);
        NetworkWeights weights = session.CopyWeights();
        using NetworkProbe probe = new(network, weights, 2);
        float[] points = [.. Enumerable.Range(0, Cells * Cells).SelectMany(i => new[] { Place(i % Cells), Place(i / Cells) })];
        ProbePass pass = probe.Run(new(points, new float[Cells * Cells], Cells * Cells), [.. Enumerable.Range(0, Cells * Cells)]);
        Dictionary<string, int> patterns = [];
        double[] map = [.. Enumerable.Range(0, Cells * Cells).Select(i =>
        {
            int answer = pass.Outputs[2 * i + 1] > pass.Outputs[2 * i] ? 1 : 0;
            string pattern = function == "relu"
                ? string.Concat(pass.Layers.Select(layer => string.Concat(layer.Z.Skip(8 * i).Take(8).Select(z => z > 0 ? '1' : '0')))) : "";
            if (!patterns.TryGetValue(pattern, out int number)) patterns[pattern] = number = patterns.Count;
            // The answer gives the shade; another pattern is another kind, and so has a border.
            return number * (double)PlaneMap.Shades + answer;
        })];
        return new()
        {
            { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN },
            { "regions", patterns.Count },
            { "difference", function == "identity" ? FromOneMap(weights, points, pass.Outputs) : double.NaN },
            { "map", map },
        };

        static float Place(int cell) => (float)(Extent * (2 * (cell + 0.5) / Cells - 1));
    }

    // The largest distance between a linear network's outputs and those of the product of its matrices.
    private static double FromOneMap(NetworkWeights weights, float[] points, float[] outputs)
    {
        double[] Through(double x, double y)
        {
            double[] v = [x, y];
            foreach (string layer in new[] { "hidden1", "hidden2", "output" })
            {
                (WeightArray w, float[] b) = (weights[$"{layer}.weight"], weights[$"{layer}.bias"].Data);
                v = [.. b.Select((bias, unit) => bias + v.Select((value, i) => value * w.Data[unit * w.Shape[1] + i]).Sum())];
            }

            return v;
        }

        double[] constant = Through(0, 0), first = Through(1, 0), second = Through(0, 1);
        return Enumerable.Range(0, outputs.Length).Max(i =>
        {
            (double x, double y, int o) = (points[i / 2 * 2], points[i / 2 * 2 + 1], i % 2);
            return Math.Abs(outputs[i] - (constant[o] + x * (first[o] - constant[o]) + y * (second[o] - constant[o])));
        });
    }

    private static Measured Wave(string shape, int seed)
    {
        RandomSource random = new(seed);
        TrainingPart Part(int count)
        {
            float[] x = [.. Enumerable.Range(0, count).Select(_ => (float)(2 * random.NextDouble() - 1))];
            return new(x, [.. x.Select(v => MathF.Sin(4 * MathF.PI * v))], count);
        }

        Network network = new(NetworkSpec.Parse(shape), [1], 1, Activation.Parse("relu"), Activation.Parse("identity"));
        TrainingData data = new(Part(1000), Part(300), Part(1000), null);
        using TrainingSession session = TrainingSession.Start(data, new()
        {
            Network = network,
            Seed = seed,
            Optimizer = OptimizerSpec.Parse("adam"),
            Initialiser = Initialiser.Parse("torch"),
            Epochs = 1000
        });
        session.RunSteps(2000);
        double mean = data.Test.Y.Average(), variance = data.Test.Y.Average(y => (y - mean) * (y - mean));
        return new() { { "error", session.Score(data.Test).Loss / variance } };
    }
}
