using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Inputs with more information use more active units.</summary>
internal sealed class VariableSize : IClaim
{
    private const int Samples = 1000;
    private static readonly (string Name, double L1)[] Kinds = [("relu", 0), ("relu, L1 0.001", 1e-3)];
    private static readonly string[] Measures = ["ink", "entropy", "edges", "loss"];

    public string Id => "variable-size";

    public string Statement => "A sparse code has a variable size: inputs that contain more information use more active units.";

    public string Question => "How many units of the first hidden layer are active for a sample, how much does that vary, and does it go with the "
        + "amount of information in the input?";

    public string Method =>
        "Trained ReLU networks with and without an L1 penalty (full: 2 × 256, 800 steps of 64; quick: 2 × 64, 400 of 32), rate by the common "
            + "rule; 1 000 test samples. Rank correlation (Spearman) of the number of active units with the "
        + "ink (sum of the input), the entropy of its grey values (16 levels), the edges (Σ|x[i+1] − x[i]| along the rows) and "
            + "the loss of the sample.";

    public string Limits => "Ink, entropy and edges stand in for information, and they go together in digits. A correlation over samples says "
        + "nothing of what the units stand for. No published figure was found.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x2", "256x2");
        int steps = bench.Pick(400, 800);
        double rate = bench.Rates(layers, ["relu"])["relu"];
        var grid = Grid<string>.Run(bench, [.. Kinds.Select(k => k.Name)], bench.Seeds(4, 3), name => $"{name} {layers} steps={steps}",
            (name, seed) => Look(bench, layers, Kinds.First(k => k.Name == name).L1, rate, steps, seed));
        Numbers numbers = [];
        foreach ((string name, _) in Kinds)
        {
            string key = name.Contains("L1", StringComparison.Ordinal) ? "reluL1" : "relu";
            numbers.Keep($"active.{key}", grid[name, "mean"]);
            numbers.Keep($"variation.{key}", grid.At(name, t => t["deviation"] / t["mean"]));
            foreach (string measure in Measures) numbers.Keep($"{measure}.{key}", grid[name, measure]);
        }

        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Active units of the first hidden layer, and their rank correlation with …",
                    ["network", "share active", "deviation over samples", "fewest", "most", .. Measures],
                    [.. Kinds.Select(k => (IReadOnlyList<string>)[k.Name, grid[k.Name, "mean"].Percent(), grid[k.Name, "deviation"].Percent(),
                        grid[k.Name, "least"].Percent(), grid[k.Name, "most"].Percent(), .. Measures.Select(m => $"{grid[k.Name, m]}")])]),
            ],
            Figures =
            [
                BookFigure.Of<PlanePlot>("variable-size", "Each point a test sample of the first seed: share of active units in the first "
                    + "hidden layer against its ink.", new Dictionary<string, object?>
                {
                    ["Title"] = "Active units by ink",
                    ["XAxis"] = Axis.Linear("ink: mean of the input", Kinds.SelectMany(k => grid[k.Name][0].Series("inks"))),
                    ["YAxis"] = Axis.Linear("share of active units", [0, 1]),
                    ["Points"] = Kinds.Select((k, style) => new PlotSeries
                    {
                        Name = k.Name, Style = style, IsDashed = style == 0,
                        Points = [.. grid[k.Name][0].Series("inks").Zip(grid[k.Name][0].Series("actives"), (ink, active) => new PlotPoint(ink,
                            active)).Take(300)],
                    }).ToArray(),
                }, 400),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        // With fresh data the two signs would be as likely; 0.06 is two standard errors at 1,000 samples.
        double[] sizes = [n["ink.reluL1"], n["entropy.reluL1"], n["edges.reluL1"]], plain = [n["ink.relu"], n["entropy.relu"], n["edges.relu"]];
        string numbers = "rank correlation of active units with ink, entropy, edges: "
            + $"{string.Join(", ", sizes.Select(s => NumberText.Number(s)))} with L1, "
            + $"{string.Join(", ", plain.Select(s => NumberText.Number(s)))} without; "
            + $"the number of active units varies by {NumberText.Percent(n["variation.reluL1"])} over samples (without L1 "
                + $"{NumberText.Percent(n["variation.relu"])})";
        if (sizes.Min() > 0.3 && plain.Min() > 0.3) return Ruling.Holds($"{numbers}.");
        if (sizes.Max() > 0.3 && sizes.Average() > 0.1) return Ruling.HoldsIf("the code is made sparse by a penalty and information means what "
            + $"correlates here: {numbers}.");
        return Ruling.DoesNotHold($"{numbers}.");
    }

    private static Measured Look(LabBench bench, string layers, double l1, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, "relu", seed) with { LearningRate = rate, L1 = l1 };
        using TrainingSession session = TrainingSession.Start(data, options);
        session.RunSteps(steps);
        TrainingPart part = data.Test.First(Samples);
        using NetworkProbe probe = new(options.Network, session.CopyWeights(), data.Classes);
        ProbePass pass = probe.Run(part, [.. Enumerable.Range(0, part.Count)]);
        int units = pass.Layers[0].A.Length / part.Count, width = bench.Shape[^1];
        double[] active = [.. pass.Layers[0].A.Chunk(units).Select(row => row.Count(a => a > 0) / (double)units)];
        double[] loss = [.. pass.Outputs.Chunk(bench.Classes).Select((row, i) => Math.Log(row.Sum(o => Math.Exp(o - row.Max())))
            + row.Max() - row[(int)part.Y[i]])];
        float[][] rows = [.. part.X.Chunk(part.Features)];
        double[] ink = [.. rows.Select(row => row.Average(x => (double)x))];
        double[] entropy = [.. rows.Select(row => -row.GroupBy(x => Math.Min(15, (int)(16 * x))).Select(g =>
            g.Count() / (double)row.Length).Sum(p => p * Math.Log2(p)))];
        double[] edges = [.. rows.Select(row => Enumerable.Range(0, row.Length - 1).Where(i => (i + 1) % width != 0).Sum(i =>
            (double)Math.Abs(row[i + 1] - row[i])))];
        double mean = active.Average();
        return new()
        {
            { "mean", mean }, { "deviation", Math.Sqrt(active.Average(a => (a - mean) * (a - mean))) }, { "least", active.Min() },
                { "most", active.Max() },
            { "ink", Ranks.Correlation(active, ink) }, { "entropy", Ranks.Correlation(active, entropy) },
                { "edges", Ranks.Correlation(active, edges) }, { "loss", Ranks.Correlation(active, loss) },
            { "inks", ink }, { "actives", active },
        };
    }
}
