using Hillock.Networks;
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
    private static readonly CodeKind[] Kinds = [CodeKind.Relu, CodeKind.SparseRelu];
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
        Grid<CodeKind> grid = bench.Codes(Kinds, layers, steps, bench.Seeds(4, 4), (data, options, session) =>
        {
            session.RunSteps(steps);
            return Look(bench, data, options.Network, session);
        });
        Numbers numbers = [];
        foreach (CodeKind kind in Kinds)
        {
            numbers.Keep($"active.{kind.Key}", grid[kind, "mean"]);
            numbers.Keep($"variation.{kind.Key}", grid.At(kind, t => t["deviation"] / t["mean"]));
            foreach (string measure in Measures) numbers.Keep($"{measure}.{kind.Key}", grid[kind, measure]);
        }

        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Active units of the first hidden layer, and their rank correlation with …",
                    ["network", "share active", "deviation over samples", "fewest", "most", .. Measures],
                    [.. Kinds.Select(k => (IReadOnlyList<string>)[k.Name, grid[k, "mean"].Percent(), grid[k, "deviation"].Percent(),
                        grid[k, "least"].Percent(), grid[k, "most"].Percent(), .. Measures.Select(m => $"{grid[k, m]}")])]),
            ],
            Figures =
            [
                BookFigure.Of<PlanePlot>("variable-size", "Each point a test sample of the first seed: share of active units in the first "
                    + "hidden layer against its ink.", new Dictionary<string, object?>
                {
                    ["Title"] = "Active units by ink",
                    ["XAxis"] = Axis.Linear("ink: mean of the input", Kinds.SelectMany(k => grid[k][0].Series("inks"))),
                    ["YAxis"] = Axis.Linear("share of active units", [0, 1]),
                    ["Points"] = Kinds.Select((k, style) => new PlotSeries
                    {
                        Name = k.Name, Style = style, IsDashed = style == 0,
                        Points = [.. grid[k][0].Series("inks").Zip(grid[k][0].Series("actives"), (ink, active) => new PlotPoint(ink,
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

    private static Measured Look(LabBench bench, TrainingData data, Network network, TrainingSession session)
    {
        TrainingPart part = data.Test.First(Samples);
        using NetworkProbe probe = new(network, session.CopyWeights(), data.Classes);
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
