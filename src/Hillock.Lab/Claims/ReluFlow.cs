using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Runs;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>A gradient of 1 flows through, a small positive one does not.</summary>
internal sealed class ReluFlow : IClaim
{
    private const int Depth = 50, Tall = 20;
    private static readonly int[] Widths = [100, 300, 1000];
    private static readonly string[] Functions = ["sigmoid", "tanh", "relu", "leaky_relu"];
    private static readonly string[] Initialisers = ["he_normal", "glorot_normal"];

    public string Id => "relu-flow";

    public string Statement => "With a gradient of 1 (ReLU) the signal flows through the units whole; with a small positive one (sigmoid) the "
        + "product over the layers vanishes.";

    public string Question => "What share of the gradient does a layer pass on, and what is left of it after up to 50 layers; and does a "
        + "network of 30 layers learn?";

    public string Method =>
        "50 hidden layers of 64 units at initialisation with He and with Glorot weights: root mean square of δ = ∂L/∂z by layer over 2 000 "
            + "samples of the training part; the gain is the geometric mean "
        + "of the ratio of a layer to the next. The product of f′ alone is that of each layer's mean |f′(z)|. "
        + "The exact gain of ReLU for wide layers is √(n·Var W/2), 1 with He and 1/√2 with Glorot weights: 20 square layers of 100, 300 and 1 000 "
            + "units before training, 200 normal inputs. Then networks of 30 layers, trained with SGD at the rate that the common rule chooses for each "
            + "(full: 500 steps of 64; quick: 400 of 32).";

    public string Limits => "Plain dense networks: normalisation and residual connections change the picture, which is why deep networks are "
        + "built with them. The gain at initialisation is not the gain after training.";

    public Evidence Measure(LabBench bench)
    {
        string width = "64";
        int steps = bench.Pick(400, 500);
        (string Function, string Init)[] settings = [.. Functions.SelectMany(f => Initialisers.Select(init => (f, init)))];
        var flow = Grid<(string Function, string Init)>.Run(bench, settings, bench.Seeds(2, 3), s => $"{s.Function} {width}x{Depth} {s.Init}",
            (s, seed) => Flow(bench, $"{width}x{Depth}", s.Function, s.Init, seed));
        (int Width, string Init)[] sizes = [.. Widths.SelectMany(n => Initialisers.Select(init => (n, init)))];
        var exact = Grid<(int Width, string Init)>.Run(bench, sizes, bench.Seeds(3, 5), s => $"gain of relu {s.Width}x{Tall} {s.Init}",
            (s, seed) => WideGain(s.Width, s.Init, seed));
        IReadOnlyList<Trial> rates = bench.Run(settings.Select(s => new TrialPlan($"rate of {s.Function} {width}x30 {s.Init}",
            () => Rate(bench, $"{width}x30", s.Function, s.Init))));
        var learn = Grid<(string Function, string Init)>.Run(bench, settings, bench.Seeds(2, 3),
            s => $"{s.Function} {width}x30 {s.Init} steps={steps}", (s, seed) => Learn(bench, $"{width}x30", s.Function, s.Init,
            rates[Array.IndexOf(settings, s)]["rate"], steps, seed));
        Numbers numbers = [];
        foreach ((string function, string init) in settings)
        {
            numbers.Keep($"gain.{function}.{Short(init)}", flow.At((function, init), Gain));
            numbers.Keep($"accuracy30.{function}.{Short(init)}", learn[(function, init), "accuracy"]);
        }

        foreach ((int n, string init) in sizes) numbers.Keep($"gain.{Short(init)}.n{n}", exact[(n, init), "gain"]);
        numbers["chance"] = learn[settings[0], "chance"].Mean;
        PlotSeries Curve(string function, int style, string init, bool dashed) => LabFigures.Curve(function, style,
            Enumerable.Range(1, Depth).Select(back => ((double)back,
                flow.At((function, init), t => t.Series("rms")[Depth - back] / t["output"]) with { Deviation = 0 })), dashed);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Gain of a layer by root mean square (1: the gradient passes whole), the median |δ| of the first layer over its rms, and test "
                    + "accuracy of 30 layers", ["function", "gain, He", "gain, Glorot", "median/rms, He", "median/rms, Glorot", "accuracy, He",
                    "accuracy, Glorot"],
                    [.. Functions.Select(f => (IReadOnlyList<string>)[f, $"{flow.At((f, "he_normal"), Gain)}",
                        $"{flow.At((f, "glorot_normal"), Gain)}", $"{flow.At((f, "he_normal"), Typical)}", $"{flow.At((f, "glorot_normal"), Typical)}",
                        learn[(f, "he_normal"), "accuracy"].Percent(), learn[(f, "glorot_normal"), "accuracy"].Percent()])]),
                new("Gain of a ReLU layer before training, by width", ["units", "He (exactly 1)", "Glorot (exactly 0.707)"],
                    [.. Widths.Select(n => (IReadOnlyList<string>)[$"{n}", .. Initialisers.Select(init => $"{exact[(n, init), "gain"]}")])]),
            ],
            Figures =
            [
                LabFigures.Lines("relu-flow-products", "Product of the derivatives", "Product of the mean |f′| of the layers, by their number, before "
                    + "training with He weights: what the weights have to make up for. A sigmoid layer has at most 1/4.",
                    Axis.Whole("layers", 1, Depth), Axis.Logarithmic("product of f′", [1, Math.Pow(0.2, Depth)]),
                    [.. Functions.Select((f, style) => LabFigures.Curve(f, style, Enumerable.Range(1, Depth).Select(layers => ((double)layers,
                        flow.At((f, "he_normal"), t => t.Series("slope").Take(layers).Aggregate(1.0, (a, b) => a * b)) with { Deviation = 0 }))))]),
                .. Initialisers.Select(init => LabFigures.Lines($"relu-flow-{Short(init)}", $"What is left of the gradient, {Word(init)} weights",
                    "Root mean square of δ over the output's, by the number of layers that the gradient has passed, at initialisation "
                        + $"with {Word(init)} weights.",
                    Axis.Whole("layers passed", 1, Depth), Axis.Logarithmic("δ / δ of the output",
                        settings.SelectMany(s => flow[s].SelectMany(t => t.Series("rms").Select(r => Math.Max(r / t["output"], 1e-45))))),
                    [.. Functions.Select((f, style) => Curve(f, style, init, false))])),
            ],
            References =
            [
                new("gain of a ReLU layer of 1 000, Glorot weights", "1/√2 = 0.707 exactly, for large n", "He et al. 2015", "gain.glorot.n1000", Math.Sqrt(0.5)),
                new("gain of a ReLU layer of 1 000, He weights", "1 exactly, for large n", "He et al. 2015", "gain.he.n1000", 1),
                new("30 layers of ReLU, Glorot weights", "stalls", "He et al. 2015", "accuracy30.relu.glorot"),
                new("30 layers of ReLU, He weights", "learns", "He et al. 2015", "accuracy30.relu.he"),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double relu = n["gain.relu.he"], glorot = n["gain.relu.glorot"], sigmoid = Math.Max(n["gain.sigmoid.he"], n["gain.sigmoid.glorot"]);
        if (Math.Abs(n["gain.he.n1000"] - 1) > 0.01 || Math.Abs(n["gain.glorot.n1000"] - Math.Sqrt(0.5)) > 0.01)
            return Ruling.DoesNotHold($"a ReLU layer of 1 000 units passes on {NumberText.Number(n["gain.he.n1000"])} (He) and "
                + $"{NumberText.Number(n["gain.glorot.n1000"])} (Glorot) of the gradient, off the exact 1 and 0.707 by more than 0.01.");
        if (sigmoid > 0.6 || relu is < 0.8 or > 1.25)
            return Ruling.DoesNotHold($"a ReLU layer passes on {NumberText.Number(relu)} of the gradient with He weights, a sigmoid layer "
                + $"{NumberText.Number(sigmoid)}.");
        bool learns = n["accuracy30.relu.he"] > n["chance"] + 0.5 * (1 - n["chance"]);
        if (glorot >= 0.9 && learns) return Ruling.Holds($"a ReLU layer passes on {NumberText.Number(relu)} (He) and {NumberText.Number(glorot)} "
            + $"(Glorot) of the gradient, a sigmoid layer {NumberText.Number(sigmoid)}.");
        return Ruling.HoldsIf($"the weights make up for the half of the units that is off: a ReLU layer passes on {NumberText.Number(relu)} of "
            + $"the gradient with He weights but {NumberText.Number(glorot)} with Glorot's, a sigmoid layer at most {NumberText.Number(sigmoid)}. "
            + $"At 30 layers ReLU reaches {NumberText.Percent(n["accuracy30.relu.he"])} with He and "
                + $"{NumberText.Percent(n["accuracy30.relu.glorot"])} with Glorot weights, sigmoid "
                + $"{NumberText.Percent(Math.Max(n["accuracy30.sigmoid.he"], n["accuracy30.sigmoid.glorot"]))}, tanh with Glorot weights "
                + $"{NumberText.Percent(n["accuracy30.tanh.glorot"])}.");
    }

    private static string Short(string init) => init.Split('_')[0];

    private static string Word(string init) => init.StartsWith("he", StringComparison.Ordinal) ? "He" : "Glorot";

    private static double Gain(Trial trial) => Math.Pow(trial.Series("rms")[0] / trial.Series("rms")[^1], 1.0 / (Depth - 1));

    private static double Typical(Trial trial) => trial.Series("median")[0] / trial.Series("rms")[0];

    private static Measured WideGain(int width, string init, int seed)
    {
        const int samples = 200, classes = 10;
        Network network = LabNetworks.Network($"{width}x{Tall}", [width], classes, "relu");
        Initialiser initialiser = Initialiser.Parse(init);
        RandomSource random = new(seed);
        TrainingPart part = new([.. Enumerable.Range(0, samples * width).Select(_ => (float)random.NextNormal())],
            [.. Enumerable.Range(0, samples).Select(i => (float)(i % classes))], samples);
        using NetworkProbe probe = new(network, NetworkWeights.Create(network, initialiser, initialiser, seed), classes);
        ProbePass pass = probe.Run(part, [.. Enumerable.Range(0, samples)]);
        double first = pass.Layers[0].Delta.Average(d => (double)d * d), last = pass.Layers[^1].Delta.Average(d => (double)d * d);
        return new() { { "gain", Math.Pow(first / last, 0.5 / (Tall - 1)) } };
    }

    private static Measured Flow(LabBench bench, string layers, string function, string init, int seed)
    {
        using TrainingSession session = TrainingSession.Start(bench.Small(seed), bench.Options(layers, function, seed) with
        {
            LearningRate = 1,
            Initialiser = Initialiser.Parse(init)
        });
        Run run = session.Finish().Run;
        return new()
        {
            { "rms", run.Layers.Select(layer => layer.GradientRms ?? double.NaN) },
            { "median", run.Layers.Select(layer => layer.GradientMedian ?? double.NaN) },
            { "slope", run.Layers.Select(layer => layer.MeanAbsDerivative) },
            { "output", run.OutputGradientRms ?? double.NaN },
        };
    }

    private static Measured Rate(LabBench bench, string layers, string function, string init)
    {
        using TrainingSession session = TrainingSession.Start(bench.Data(1), bench.Options(layers, function,
            1) with
        { Initialiser = Initialiser.Parse(init) });
        return new() { { "rate", session.LearningRate } };
    }

    private static Measured Learn(LabBench bench, string layers, string function, string init, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        using TrainingSession session = TrainingSession.Start(data, bench.Options(layers, function, seed) with
        {
            LearningRate = rate,
            Initialiser = Initialiser.Parse(init)
        });
        session.RunSteps(steps);
        return new() { { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN }, { "rate", session.LearningRate },
            { "chance", 1.0 / bench.Classes } };
    }
}
