using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Sparse representations are more likely to be linearly separable.</summary>
internal sealed class Separability : IClaim
{
    private static readonly string[] Dense = ["tanh", "softplus"];
    private static readonly CodeKind[] Kinds = [CodeKind.Relu, CodeKind.SparseRelu, .. Dense.Select(function => new CodeKind(function, function))];

    public string Id => "separability";

    public string Statement => "Sparse representations are more likely to be linearly separable than dense ones.";

    public string Question => "How well does a linear classifier with few labels do on the hidden layers of sparse and of dense networks of equal "
        + "size, before and after training?";

    public string Method =>
        "Three hidden layers (full: 3 × 256, 1 000 steps of 64; quick: 3 × 64, 400 of 32) at the rate that the common rule chooses for each "
            + "function; the penalty at ReLU's rate. On each hidden layer, scaled to deviation 1, "
        + "logistic regression (Adam, rate by the common rule, 300 steps) on the first 200 labels of the training part; accuracy on 1 000 test "
            + "samples. The same for the untrained network, and on the input itself.";

    public string Limits => "The networks saw all labels of the training part, the probe few of them; a code that was learnt without labels may "
        + "differ. 1 000 units and 10 hidden layers of the original were not run.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x3", "256x3");
        int steps = bench.Pick(400, 1000);
        Grid<CodeKind> grid = bench.Codes(Kinds, layers, steps, bench.Seeds(3, 3), (data, options, session) => Probe(data, options, session, steps));
        Numbers numbers = [];
        foreach (CodeKind kind in Kinds)
        {
            numbers.Keep($"fresh.{kind.Key}", grid.At(kind, t => t.Series("fresh")[^1]));
            numbers.Keep($"trained.{kind.Key}", grid.At(kind, t => t.Series("trained")[^1]));
            numbers.Keep($"accuracy.{kind.Key}", grid[kind, "accuracy"]);
        }

        numbers.Keep("input", grid[CodeKind.Relu, "input"]);
        Axis x = Axis.Whole("hidden layer", 1, 3);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"Accuracy of the linear probe; on the input {grid[CodeKind.Relu, "input"].Percent()}", ["network", "untrained 1", "untrained 2",
                    "untrained 3", "trained 1", "trained 2", "trained 3", "the network itself"],
                    [.. Kinds.Select(k => (IReadOnlyList<string>)[k.Name,
                        .. Enumerable.Range(0, 3).Select(l => grid.At(k, t => t.Series("fresh")[l]).Percent()),
                        .. Enumerable.Range(0, 3).Select(l => grid.At(k, t => t.Series("trained")[l]).Percent()),
                            grid[k, "accuracy"].Percent()])]),
            ],
            Figures = [Figure("fresh", "untrained"), Figure("trained", "trained")],
            References =
            [
                new("error of 3 × 1000 on MNIST, no pre-training", "ReLU 1.43 %, tanh 1.57 %, softplus 1.77 %",
                    "Glorot, Bordes, Bengio 2011, Table 1, trained to the end"),
            ],
        };

        Report.Books.BookFigure Figure(string part, string word) => LabFigures.Lines($"separability-{part}", $"Linear probe, {word} networks",
            $"Test accuracy of a linear classifier with 200 labels on the hidden layers of {word} networks; dotted: on the input.", x,
            Axis.Linear("probe accuracy", [.. Kinds.SelectMany(k => Enumerable.Range(0, 3).Select(l => grid.At(k,
                t => t.Series(part)[l]).Mean)), numbers["input"]]),
            [.. Kinds.Select((k, style) => LabFigures.Curve(k.Name, style,
                Enumerable.Range(0, 3).Select(l => (l + 1.0, grid.At(k, t => t.Series(part)[l])))))],
                [new PlotReference(numbers["input"], "input")]);
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        (double fresh, double freshSpread) = Lead("fresh", ["relu"]);
        (double trained, double trainedSpread) = Lead("trained", ["relu", "reluL1"]);
        string numbers = $"on the third layer the best sparse code leads the best dense one by {Points(fresh)} (untrained) and {Points(trained)} "
            + $"(trained) in the accuracy of a linear probe, with spreads of {Points(freshSpread)} and {Points(trainedSpread)} over the seeds";
        bool before = fresh > freshSpread, after = trained > trainedSpread;
        if (before && after) return Ruling.Holds($"{numbers}.");
        if (!before && !after) return Ruling.DoesNotHold($"{numbers}.");
        return Ruling.HoldsIf($"{(after ? "the network is trained" : "the network is untrained")}: {numbers}.");

        static string Points(double share) => $"{NumberText.Number(100 * share)} points";

        (double, double) Lead(string part, string[] sparse)
        {
            string best = sparse.MaxBy(name => n[$"{part}.{name}"])!, dense = Dense.MaxBy(name => n[$"{part}.{name}"])!;
            return (n[$"{part}.{best}"] - n[$"{part}.{dense}"],
                Math.Sqrt((Math.Pow(n[$"{part}.{best}.sd"], 2) + Math.Pow(n[$"{part}.{dense}.sd"], 2)) / 2));
        }
    }

    private static Measured Probe(TrainingData data, TrainingOptions options, TrainingSession session, int steps)
    {
        double[] fresh = [.. Accuracies()];
        session.RunSteps(steps);
        return new() { { "fresh", fresh }, { "trained", Accuracies() }, { "input", Linear(p => p.X) },
            { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN } };

        IEnumerable<double> Accuracies()
        {
            using NetworkProbe probe = new(options.Network, session.CopyWeights(), data.Classes);
            return [.. Enumerable.Range(0, 3).Select(layer => Linear(p => probe.Run(p, [.. Enumerable.Range(0, p.Count)]).Layers[layer].A))];
        }

        double Linear(Func<TrainingPart, float[]> code)
        {
            TrainingPart Coded(TrainingPart part, int count)
            {
                TrainingPart first = part.First(count);
                return first with { X = code(first) };
            }

            (TrainingPart train, TrainingPart validation, TrainingPart test) = (Coded(data.Train, 200), Coded(data.Validation, 500),
                Coded(data.Test, 1000));
            double scale = 1 / Math.Max(1e-6, Math.Sqrt(train.X.Average(a => (double)a * a) - Math.Pow(train.X.Average(a => (double)a), 2)));
            TrainingPart Scaled(TrainingPart part) => part with { X = Array.ConvertAll(part.X, a => (float)(a * scale)) };
            Network linear = new(NetworkSpec.Parse("flatten"), [train.Features], options.Network.Outputs, Activation.Parse("identity"),
                Activation.Parse("identity"));
            using TrainingSession regression = TrainingSession.Start(new(Scaled(train), Scaled(validation), Scaled(test), data.Classes),
                new()
                {
                    Network = linear,
                    Seed = options.Seed,
                    Optimizer = OptimizerSpec.Parse("adam"),
                    Initialiser = Initialiser.Parse("glorot_uniform"),
                    Epochs = 10_000
                });
            regression.RunSteps(300);
            return regression.Score(Scaled(test)).Accuracy ?? double.NaN;
        }
    }
}
