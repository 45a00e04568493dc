using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>ReLU's zero gradients leave the network a chance to recover, the sigmoid's do not.</summary>
internal sealed class Recovery : IClaim
{
    private static readonly string[] Functions = ["sigmoid", "tanh", "relu", "leaky_relu"];
    private static readonly double[] Sizes = [30, 100, 300];
    private static readonly string[] SizeNames = [.. Sizes.Select(size => $"x{size}")];

    public string Id => "recovery";

    public string Statement => "When gradients go to zero, a sigmoid network has no chance to recover; a ReLU network has, since some of its "
        + "gradients are positive.";

    public string Question => "After one bad step (an update with a rate far too large) in equal networks, does the network "
        + "come back to where it was?";

    public string Method =>
        "Two hidden layers (full: 2 × 256; quick: 2 × 64), trained with the rate that the common rule chooses for each function (full: 500 steps "
            + "of 64; quick: 300 of 32), then one update at 30, 100 or 300 times that rate, then as many steps again at the old rate. "
        + "Recovered: the share of the lost accuracy that is back at the end. Root mean square and median of |δ| of the first hidden layer just "
            + "after the bad step, over their values before; ReLU's median is 0 where more than half of its observations are off.";

    public string Limits => "The bad step is a multiple of each function's own rate and gradient, so its size in weights differs. Plain SGD: "
        + "momentum and Adam would carry the bad gradient on.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x2", "256x2");
        int steps = bench.Pick(300, 500);
        IReadOnlyDictionary<string, double> rates = bench.Rates(layers, Functions);
        (string Function, double Size)[] settings = [.. Functions.SelectMany(f => Sizes.Select(s => (f, s)))];
        var grid = Grid<(string Function, double Size)>.Run(bench, settings, bench.Seeds(5, 4), s => $"{s.Function} {layers} size={s.Size} "
            + $"steps={steps} rate={rates[s.Function]}",
            (s, seed) => Damage(bench, layers, s.Function, rates[s.Function], s.Size, steps, seed));
        Numbers numbers = [];
        foreach ((string function, double size) in settings)
            foreach (string what in new[] { "before", "damaged", "after", "rms", "median", "recovered" })
                numbers.Keep($"{what}.{function}.x{size}", grid[(function, size), what]);
        double[] times = grid[settings[0]][0].Series("times");
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                .. Sizes.Select(size => new Report.Books.BookTable($"One update at {size} times the rate", ["function", "rate", "accuracy before",
                    "just after", "at the end", "recovered", "rms δ₁ after / before", "median |δ₁| after / before"],
                    [.. Functions.Select(f => (IReadOnlyList<string>)[f, NumberText.Chosen(rates[f]), grid[(f, size), "before"].Percent(),
                        grid[(f, size), "damaged"].Percent(), grid[(f, size), "after"].Percent(),
                        grid[(f, size), "recovered"].Percent(), $"{grid[(f, size), "rms"]}", $"{grid[(f, size), "median"]}"])])),
            ],
            Figures =
            [
                .. Sizes.Select(size => LabFigures.Lines($"recovery-{size}", $"After a step at {size} times the rate",
                    $"Validation accuracy by step after one update at {size} times the rate, mean over the seeds.",
                    Axis.Linear("steps after the bad one", times), Axis.Linear("validation accuracy", [0, 1]),
                    [.. Functions.Select((f, style) => LabFigures.Curve(f, style,
                        times.Select((t, i) => (t, grid.At((f, size), trial => trial.Series("course")[i]) with { Deviation = 0 }))))])),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        // The size at which the sigmoid network is hurt most.
        string size = SizeNames.MinBy(s => n[$"recovered.sigmoid.{s}"])!;
        double sigmoid = n[$"recovered.sigmoid.{size}"], relu = n[$"recovered.relu.{size}"],
            worstRelu = SizeNames.Min(s => n[$"recovered.relu.{s}"]),
            spread = Math.Sqrt((Math.Pow(n[$"recovered.sigmoid.{size}.sd"], 2) + Math.Pow(n[$"recovered.relu.{size}.sd"], 2)) / 2);
        string numbers = $"after a step at {size[1..]} times the rate the sigmoid network gets back {NumberText.Percent(sigmoid)} of the accuracy "
            + $"it lost, ReLU {NumberText.Percent(relu)} (spread over the seeds {NumberText.Percent(spread)}); at its worst size ReLU gets back {NumberText.Percent(worstRelu)}";
        if (sigmoid < 0.5 && worstRelu >= 0.8) return Ruling.Holds($"{numbers}.");
        if (relu - sigmoid > Math.Max(0.1, spread)) return Ruling.HoldsIf($"the damage is of one size rather than another: {numbers}.");
        return Ruling.DoesNotHold($"{numbers}.");
    }

    private static Measured Damage(LabBench bench, string layers, string function, double rate, double size, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, function, seed) with { LearningRate = rate };
        using TrainingSession session = TrainingSession.Start(data, options);
        session.RunSteps(steps);
        double before = Accuracy();
        (double rms, double median) = Gradient();
        session.LearningRate = size * rate;
        session.RunSteps(1);
        session.LearningRate = rate;
        double damaged = Accuracy();
        (double rmsAfter, double medianAfter) = Gradient();
        List<double> times = [0], course = [damaged];
        foreach (int part in new[] { 1, 2, 4, 8, 16, 32 })
        {
            session.RunSteps(steps * part / 32 - steps * (part / 2) / 32);
            times.Add(steps * part / 32);
            course.Add(Accuracy());
        }

        double lost = before - damaged;
        return new()
        {
            { "before", before }, { "damaged", damaged }, { "after", course[^1] },
            { "rms", rmsAfter / rms }, { "median", medianAfter / median },
            // What lost nothing has nothing to get back.
            { "recovered", lost < 0.02 ? 1 : Math.Clamp((course[^1] - damaged) / lost, 0, 1) },
            { "times", times }, { "course", course },
        };

        double Accuracy() => session.Score(data.Validation).Accuracy ?? double.NaN;

        (double Rms, double Median) Gradient()
        {
            using NetworkProbe probe = new(options.Network, session.CopyWeights(), data.Classes);
            double[] sizes = [.. probe.Run(data.Train, [.. Enumerable.Range(0, Math.Min(256, data.Train.Count))]).Layers[0].Delta.Select(d =>
                (double)Math.Abs(d)).Order()];
            return (Math.Sqrt(sizes.Average(d => d * d)), sizes[sizes.Length / 2]);
        }
    }
}
