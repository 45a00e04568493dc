using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Weight gradients of one sign make the updates zig-zag; batches mitigate it.</summary>
internal sealed class ZigZag : IClaim
{
    private static readonly int[] Batches = [1, 4, 16, 64, 256];
    private static readonly string[] Functions = ["sigmoid", "relu", "tanh"];
    private const int TwoSteps = 400, Shown = 60, Steps = 200;

    public string Id => "zig-zag";

    public string Statement => "Weight gradients that are all positive or all negative make the updates zig-zag; adding up over "
        + "a batch mitigates this.";

    public string Question => "How much longer than its displacement is the path of the weights, with inputs of one sign and with centred ones, "
        + "in a problem of two weights; and in real networks, by batch size and function?";

    public string Method =>
        "Two weights: a linear unit learns y = x₁ − x₂, so that one weight must grow and the other fall, from single samples of inputs |N(0, 1)|, "
            + "and of the same inputs centred; SGD, one rate for both (0.1), 400 steps. "
        + "Real networks: two hidden layers (full: 2 × 128; quick: 2 × 64), 200 steps at each batch size with the rate that the common rule "
            + "chooses for the function at the usual batch size. "
        + "Path: Σ‖Δw‖ over ‖w_end − w_start‖ of all weights; cosine: between successive updates.";

    public string Limits => "A long path is not a slow one by itself: the noise of small batches makes paths long for every function, and cannot "
        + "be told from zig-zag by these numbers alone. No published figure was found.";

    public Evidence Measure(LabBench bench)
    {
        var two = Grid<bool>.Run(bench, [false, true], bench.Seeds(20, 20), centred => $"two weights centred={centred}", TwoWeights);
        string layers = bench.Pick("64x2", "128x2");
        IReadOnlyDictionary<string, double> rates = bench.Rates(layers, Functions);
        (string Function, int Batch)[] settings = [.. Functions.SelectMany(f => Batches.Select(b => (f, b)))];
        var real = Grid<(string Function, int Batch)>.Run(bench, settings, bench.Seeds(3, 3), s => $"{s.Function} {layers} batch={s.Batch} "
            + $"rate={rates[s.Function]}",
            (s, seed) => Walk(bench.Data(seed), bench.Options(layers, s.Function, seed) with { Batch = s.Batch, LearningRate = rates[s.Function] },
                Steps));
        Numbers numbers = [];
        numbers.Keep("two.positive", two[false, "path"]);
        numbers.Keep("two.centred", two[true, "path"]);
        numbers.Keep("two.positive.error", two[false, "error"]);
        numbers.Keep("two.centred.error", two[true, "error"]);
        foreach ((string function, int batch) in settings)
        {
            numbers.Keep($"path.{function}.b{batch}", real[(function, batch), "path"]);
            numbers.Keep($"cosine.{function}.b{batch}", real[(function, batch), "cosine"]);
        }

        Axis x = Axis.Categories("batch size", [.. Batches.Select(b => $"{b}")]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Two weights", ["inputs", "path / displacement", "distance to the solution after 400 steps"],
                    [["all positive", $"{two[false, "path"]}", $"{two[false, "error"]}"], ["centred", $"{two[true, "path"]}",
                        $"{two[true, "error"]}"]]),
                new("Real networks: path / displacement (cosine of successive updates)", ["batch", .. Functions],
                    [.. Batches.Select(b => (IReadOnlyList<string>)[$"{b}",
                        .. Functions.Select(f => $"{real[(f, b), "path"]} ({NumberText.Number(real[(f, b), "cosine"].Mean)})")])]),
            ],
            Figures =
            [
                BookFigure.Of<PlanePlot>("zig-zag-two", $"The first {Shown} steps of two weights that must go from (0, 0) to (1, −1): with "
                    + "positive inputs both move in the same direction at each step.", new Dictionary<string, object?>
                {
                    ["Title"] = "The path of two weights",
                    ["XAxis"] = Axis.Linear("first weight", [-0.4, 1.2]),
                    ["YAxis"] = Axis.Linear("second weight", [-1.2, 0.4]),
                    ["Paths"] = new[]
                    {
                        Path("positive inputs", 1, two[false][0]), Path("centred inputs", 0, two[true][0]) with { IsDashed = true },
                        new PlotSeries { Name = "the straight way", Style = 2, Points = [new(0, 0), new(1, -1)] },
                    },
                }, 540),
                LabFigures.Lines("zig-zag-batches", "Path length by batch size", "Length of the path of all weights over the distance covered, by "
                    + "batch size; 1 is a straight line.", x,
                    Axis.Logarithmic("path / displacement", settings.Select(s => real[s, "path"].Mean)),
                        [.. Functions.Select((f, style) => LabFigures.Curve(f, style,
                        Batches.Select((b, i) => ((double)i, real[(f, b), "path"]))))]),
            ],
        };

        static PlotSeries Path(string name, int style, Trial trial) => new()
        {
            Name = name,
            Style = style,
            Points = [.. trial.Series("w1").Zip(trial.Series("w2"), (a, b) => new PlotPoint(a, b)).Take(Shown + 1)],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double longer = n["two.positive"] / n["two.centred"], mitigated = n["path.sigmoid.b1"] / n["path.sigmoid.b256"],
            against = n["path.sigmoid.b1"] / n["path.tanh.b1"];
        string numbers = $"with two weights the path is {NumberText.Number(longer)} times as long with positive inputs; in real networks batches "
            + $"of 256 shorten the sigmoid's path {NumberText.Number(mitigated)}-fold, "
            + $"and at batch 1 it is {NumberText.Number(against)} times as long as with tanh";
        if (longer < 1.1) return Ruling.DoesNotHold($"{numbers}.");
        if (mitigated < 1.2) return Ruling.HoldsIf($"only the first half is meant: {numbers}.");
        return against > 1.1 ? Ruling.Holds($"{numbers}.") : Ruling.HoldsIf($"the few weights of one unit are meant: {numbers}, so that in a "
            + "whole network the noise of small batches outweighs the signs.");
    }

    private static Measured TwoWeights(bool centred, int seed)
    {
        const int samples = 500;
        RandomSource random = new(seed);
        float[] x = [.. Enumerable.Range(0, 2 * samples).Select(_ => (float)Math.Abs(random.NextNormal()))];
        // Of E|N| = √(2/π) freed, the same inputs have both signs.
        float shift = centred ? (float)Math.Sqrt(2 / Math.PI) : 0;
        for (int i = 0; i < x.Length; i++) x[i] -= shift;
        TrainingPart part = new(x, [.. Enumerable.Range(0, samples).Select(i => x[2 * i] - x[2 * i + 1])], samples);
        Network network = new(NetworkSpec.Parse("flatten"), [2], 1, Activation.Parse("identity"), Activation.Parse("identity"));
        NetworkWeights zero = new([new("output.weight", [1, 2], [0, 0]), new("output.bias", [1], [0])]);
        List<double> w1 = [0], w2 = [0];
        Measured walk = Walk(new(part, part, part, null), new()
        {
            Network = network,
            Weights = zero,
            Batch = 1,
            LearningRate = 0.1,
            Seed = seed,
            Epochs = 10
        }, TwoSteps, weights =>
        {
            w1.Add(weights[0]);
            w2.Add(weights[1]);
        });
        walk.Add("error", Math.Sqrt((w1[^1] - 1) * (w1[^1] - 1) + (w2[^1] + 1) * (w2[^1] + 1)));
        walk.Add("w1", w1.Take(Shown + 1));
        walk.Add("w2", w2.Take(Shown + 1));
        return walk;
    }

    private static Measured Walk(TrainingData data, TrainingOptions options, int steps, Action<float[]>? onWeights = null)
    {
        using TrainingSession session = TrainingSession.Start(data, options);
        float[] start = session.Weights.ToArray(), last = start;
        float[]? before = null;
        double length = 0;
        List<double> cosines = [];
        session.RunSteps(steps, _ =>
        {
            float[] now = session.Weights.ToArray(), update = new float[now.Length];
            for (int i = 0; i < now.Length; i++) update[i] = now[i] - last[i];
            double norm = Math.Sqrt(Product(update, update));
            length += norm;
            if (before is not null && norm > 0) cosines.Add(Product(update, before) / (norm * Math.Sqrt(Product(before, before))));
            if (norm > 0) before = update;
            last = now;
            onWeights?.Invoke(now);
        });
        float[] covered = [.. last.Zip(start, (a, b) => a - b)];
        double displacement = Math.Sqrt(Product(covered, covered));
        return new() { { "path", length / displacement }, { "cosine", cosines.Average() } };
    }

    private static double Product(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }
}
