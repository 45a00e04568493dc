using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>A dead unit takes no role in discriminating between inputs.</summary>
internal sealed class DeadRole : IClaim
{
    private const int Samples = 5000;
    private const double BadRate = 10;

    public string Id => "dead-role";

    public string Statement => "A dead unit always outputs the same value and takes no role in discriminating between inputs.";

    public string Question => "What changes in the output and in the accuracy when the dead units are removed, and what when as "
        + "many random live ones are?";

    public string Method =>
        "ReLU, two hidden layers (full: 2 × 256; quick: 2 × 64), trained, then one update at rate 10 (which kills units), then trained "
            + "again (full: 600 and 600 steps of 64; quick: 300 and 300 of 32). "
        + "Dead: f′(z) = 0 for every one of the training part's first 5 000 samples. Removed: outgoing weights 0, in both layers. As many live "
            + "units, drawn at random, are removed from an equal network. "
        + "Largest |Δ output| and accuracy on the samples they were dead on, and on the test part.";

    public string Limits => "“Dead” is a statement about the data looked at. Whether a unit is dead for every possible input is a matter of "
        + "proof, not of counting (hillock prove).";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Pick("64x2", "256x2");
        int steps = bench.Pick(300, 600);
        double rate = bench.Rates(layers, ["relu"])["relu"];
        var grid = Grid<string>.Run(bench, [layers], bench.Seeds(5, 4), l => $"relu {l} steps={steps} rate={rate} bad={BadRate}", (l, seed) => Remove(bench, l,
            rate, steps, seed));
        Numbers numbers = [];
        foreach (string what in new[] { "dead", "deadSeen", "deadTest", "liveSeen", "liveTest", "accuracy", "accuracyDead", "accuracyLive",
            "awake" }) numbers.Keep(what, grid[layers, what]);
        numbers["deadSeen.largest"] = grid[layers].Max(t => t["deadSeen"]);
        Summary S(string what) => grid[layers, what];
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"Removal from {layers} ({S("dead").Percent()} of the units dead)", ["removed", "largest |Δ output|, samples they were dead on",
                    "largest |Δ output|, test part", "test accuracy"],
                    [["nothing", "0", "0", S("accuracy").Percent()], ["the dead units", $"{S("deadSeen")}", $"{S("deadTest")}",
                        S("accuracyDead").Percent()],
                        ["as many live units", $"{S("liveSeen")}", $"{S("liveTest")}", S("accuracyLive").Percent()]]),
            ],
            Figures =
            [
                LabFigures.Lines("dead-role", "Accuracy without the units", "Test accuracy of each seed's network whole, without its dead units, "
                    + "and without as many live ones.",
                    Axis.Categories("removed", ["nothing", "dead", "live"]), Axis.Linear("test accuracy", [0, 1]),
                    [.. grid[layers].Select((t, i) => new PlotSeries { Name = $"seed {i + 1}", Label = $"seed {i + 1}", Style = i,
                        Points = [new(0, t["accuracy"]), new(1, t["accuracyDead"]), new(2, t["accuracyLive"])] })]),
            ],
            References = [new("change of the output without the dead units, on the data they were dead on", "none at all", "by definition",
                "deadSeen.largest", 0)],
            Notes = [$"Of the dead units {S("awake").Percent()} fire somewhere in the test part: there removing them can change the output."],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        string numbers = $"without the dead units ({NumberText.Percent(n["dead"])} of all) no output changes by more than "
            + $"{NumberText.Number(n["deadSeen.largest"])} on the data they were dead on and by {NumberText.Number(n["deadTest"])} on fresh data; "
            + $"accuracy stays at {NumberText.Percent(n["accuracyDead"])}, without as many live ones it falls to "
                + $"{NumberText.Percent(n["accuracyLive"])}";
        if (n["dead"] < 0.01) return Ruling.HoldsIf("there were next to no dead units to remove, so nothing was tested.");
        if (n["deadSeen.largest"] > 1e-5 || n["accuracyLive"] > n["accuracyDead"]) return Ruling.DoesNotHold($"{numbers}.");
        return n["deadTest"] <= 1e-5 ? Ruling.Holds($"{numbers}.") : Ruling.HoldsIf("the inputs are those on which the units are dead, "
            + $"or like them: {numbers}.");
    }

    private static Measured Remove(LabBench bench, string layers, double rate, int steps, int seed)
    {
        TrainingData data = bench.Data(seed);
        TrainingOptions options = bench.Options(layers, "relu", seed) with { LearningRate = rate };
        using TrainingSession session = TrainingSession.Start(data, options);
        session.RunSteps(steps);
        session.LearningRate = BadRate;
        session.RunSteps(1);
        session.LearningRate = rate;
        session.RunSteps(steps);
        TrainingPart seen = data.Train.First(Samples);
        NetworkWeights whole = session.CopyWeights();
        using NetworkProbe probe = new(options.Network, whole, data.Classes);
        bool[][] firing = Units.Firing(probe, options.Network.Activation, seen), fresh = Units.Firing(probe, options.Network.Activation, data.Test);
        RandomSource random = new(seed);
        NetworkWeights noDead = whole, noLive = whole;
        int dead = 0, awake = 0;
        for (int layer = 0; layer < firing.Length; layer++)
        {
            string next = layer + 1 < firing.Length ? $"hidden{layer + 2}" : "output";
            int[] off = [.. Enumerable.Range(0, firing[layer].Length).Where(u => !firing[layer][u])],
                on = [.. Enumerable.Range(0, firing[layer].Length).Where(u => firing[layer][u])];
            random.Shuffle<int>(on);
            noDead = noDead.Without(next, off);
            noLive = noLive.Without(next, on.Take(off.Length));
            dead += off.Length;
            awake += off.Count(u => fresh[layer][u]);
        }

        (float[] a, float[] b, float[] c) = (Outputs(whole, seen), Outputs(noDead, seen), Outputs(noLive, seen));
        (float[] p, float[] q, float[] r) = (Outputs(whole, data.Test), Outputs(noDead, data.Test), Outputs(noLive, data.Test));
        return new()
        {
            { "dead", dead / (double)firing.Sum(f => f.Length) }, { "awake", dead == 0 ? 0 : awake / (double)dead },
            { "deadSeen", Apart(a, b) }, { "liveSeen", Apart(a, c) }, { "deadTest", Apart(p, q) }, { "liveTest", Apart(p, r) },
            { "accuracy", Accuracy(p) }, { "accuracyDead", Accuracy(q) }, { "accuracyLive", Accuracy(r) },
        };

        float[] Outputs(NetworkWeights weights, TrainingPart part)
        {
            using Predictor predictor = new(options.Network, weights);
            return predictor.Run(part.X);
        }

        double Apart(float[] x, float[] y) => x.Zip(y, (u, v) => Math.Abs((double)u - v)).Max();

        double Accuracy(float[] outputs) => outputs.Chunk(bench.Classes).Select((row, i) => Array.IndexOf(row,
            row.Max()) == (int)data.Test.Y[i]).Count(right => right) / (double)data.Test.Count;
    }
}
