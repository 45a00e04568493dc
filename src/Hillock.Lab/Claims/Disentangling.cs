using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>A dense code changes in most of its entries with the input; a sparse one is robust to small changes.</summary>
internal sealed class Disentangling : IClaim
{
    private const int Samples = 500;
    private static readonly double[] Steps = [0.01, 0.03, 0.1, 0.3];
    private static readonly CodeKind[] Kinds = [CodeKind.Relu, CodeKind.SparseRelu, new("tanh", "tanh"), new("sigmoid", "sigmoid")];

    public string Id => "disentangling";

    public string Statement => "Almost any change of the input changes most entries of a dense representation, while a sparse one is robust "
        + "to small input changes.";

    public string Question => "What share of the entries of the last hidden layer changes when the input moves a little, and how far "
        + "does the whole code move?";

    public string Method =>
        "Trained networks (full: 2 × 256, 800 steps of 64; quick: 2 × 64, 400 of 32), at the rate that the common rule chooses. 500 test samples "
            + "moved in a random direction by ε times their length. "
        + "Entries that change: at all (to the last bit), and by more than a tenth of the layer's standard deviation. The move of the code: "
            + "‖Δa‖/‖a‖, divided by ε.";

    public string Limits => "Disentangling itself, one entry for one factor of the data, is not measured: the data have no known factors. Random "
        + "directions are not the directions in which data vary. No published figure was found.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x2", "256x2");
        int steps = bench.Pick(400, 800);
        Grid<CodeKind> grid = bench.Codes(Kinds, layers, steps, bench.Seeds(3, 3), (data, options, session) => Shake(data, options, session, steps));
        Numbers numbers = [];
        foreach (CodeKind kind in Kinds)
        {
            for (int i = 0; i < Steps.Length; i++)
                foreach (string what in new[] { "changed", "clearly", "move" })
                    numbers.Keep($"{what}.{kind.Key}.e{NumberText.Chosen(Steps[i])}", grid.At(kind, t => t.Series(what)[i]));
            numbers.Keep($"zeros.{kind.Key}", grid[kind, "zeros"]);
        }

        Axis x = Axis.Categories("ε: step over the length of the input", [.. Steps.Select(e => NumberText.Chosen(e))]);
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Entries that change at all", ["network", "zeros", "test accuracy", .. Steps.Select(e => $"ε = {NumberText.Chosen(e)}")],
                    [.. Kinds.Select(k => (IReadOnlyList<string>)[k.Name, grid[k, "zeros"].Percent(), grid[k, "accuracy"].Percent(),
                        .. Steps.Select((_, i) => grid.At(k, t => t.Series("changed")[i]).Percent())])]),
                new("Entries that change by more than a tenth of the layer's deviation",
                    ["network", .. Steps.Select(e => $"ε = {NumberText.Chosen(e)}")],
                    [.. Kinds.Select(k => (IReadOnlyList<string>)[k.Name,
                        .. Steps.Select((_, i) => grid.At(k, t => t.Series("clearly")[i]).Percent())])]),
                new("Move of the whole code over ε", ["network", .. Steps.Select(e => $"ε = {NumberText.Chosen(e)}")],
                    [.. Kinds.Select(k => (IReadOnlyList<string>)[k.Name,
                        .. Steps.Select((_, i) => $"{grid.At(k, t => t.Series("move")[i])}")])]),
            ],
            Figures =
            [
                LabFigures.Lines("disentangling", "Entries that change", "Share of the last hidden layer's entries that change at all when the "
                    + "input moves by ε times its length.", x, Axis.Linear("share of entries", [0, 1]),
                    [.. Kinds.Select((k, style) => LabFigures.Curve(k.Name, style,
                        Steps.Select((_, i) => ((double)i, grid.At(k, t => t.Series("changed")[i])))))]),
                LabFigures.Lines("disentangling-move", "Move of the code", "How far the whole code moves, relative to its length, over ε: 1 "
                    + "is as far as the input.", x, Axis.Linear("‖Δa‖/‖a‖ over ε",
                    [0, .. Kinds.SelectMany(k => Steps.Select((_, i) => grid.At(k, t => t.Series("move")[i]).Mean))]),
                    [.. Kinds.Select((k, style) => LabFigures.Curve(k.Name, style,
                        Steps.Select((_, i) => ((double)i, grid.At(k, t => t.Series("move")[i])))))]),
            ],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double sparse = n["changed.reluL1.e0.03"], dense = Math.Min(n["changed.tanh.e0.03"], n["changed.sigmoid.e0.03"]);
        double sparseMove = n["move.reluL1.e0.03"], denseMove = Math.Min(n["move.tanh.e0.03"], n["move.sigmoid.e0.03"]);
        string numbers = $"a step of 3 % changes {NumberText.Percent(sparse)} of the entries with ReLU and L1, "
            + $"{NumberText.Percent(n["changed.relu.e0.03"])} with ReLU alone and {NumberText.Percent(dense)} of a dense code; "
            + $"the code as a whole moves by {NumberText.Number(sparseMove)} times the step, against {NumberText.Number(n["move.tanh.e0.03"])} "
                + $"(tanh) and {NumberText.Number(n["move.sigmoid.e0.03"])} (sigmoid)";
        if (sparse > 0.6 * dense) return Ruling.DoesNotHold($"{numbers}.");
        return sparseMove <= denseMove ? Ruling.Holds($"{numbers}.") : Ruling.HoldsIf("robust means that few entries change, not that the "
            + $"code moves less: {numbers}.");
    }

    private static Measured Shake(TrainingData data, TrainingOptions options, TrainingSession session, int steps)
    {
        session.RunSteps(steps);
        TrainingPart still = data.Test.First(Samples);
        using NetworkProbe probe = new(options.Network, session.CopyWeights(), data.Classes);
        float[] before = Code(still);
        double deviation = Math.Sqrt(before.Average(a => (double)a * a) - Math.Pow(before.Average(a => (double)a), 2));
        List<double> changed = [], clearly = [], move = [];
        foreach (double step in Steps)
        {
            float[] after = Code(still with { X = Moved(still, step, options.Seed) });
            changed.Add(before.Zip(after, (a, b) => a != b).Count(c => c) / (double)before.Length);
            clearly.Add(before.Zip(after, (a, b) => Math.Abs(a - b) > 0.1 * deviation).Count(c => c) / (double)before.Length);
            move.Add(Math.Sqrt(before.Zip(after, (a, b) => ((double)a - b) * ((double)a - b)).Sum() / before.Sum(a => (double)a * a)) / step);
        }

        return new()
        {
            { "changed", changed }, { "clearly", clearly }, { "move", move },
            { "zeros", before.Count(a => a == 0) / (double)before.Length },
            { "accuracy", session.Score(data.Test).Accuracy ?? double.NaN },
        };

        float[] Code(TrainingPart part) => probe.Run(part, [.. Enumerable.Range(0, part.Count)]).Layers[^1].A;
    }

    private static float[] Moved(TrainingPart part, double step, long seed)
    {
        RandomSource random = new(seed);
        float[] moved = [.. part.X];
        foreach (int sample in Enumerable.Range(0, part.Count))
        {
            Span<float> row = moved.AsSpan(sample * part.Features, part.Features);
            double[] direction = [.. Enumerable.Range(0, row.Length).Select(_ => random.NextNormal())];
            double length = 0, norm = Math.Sqrt(direction.Sum(d => d * d));
            foreach (float x in row) length += (double)x * x;
            for (int i = 0; i < row.Length; i++) row[i] += (float)(step * Math.Sqrt(length) * direction[i] / norm);
        }

        return moved;
    }
}
