using Hillock.Diagnosis;
using Hillock.Networks;
using Hillock.Report;
using Hillock.Report.Books;
using Hillock.Report.Plots;
using Hillock.Runs;
using Hillock.Torch;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>Sigmoid saturates at both tails and kills gradients.</summary>
internal sealed class Saturation : IClaim
{
    private static readonly double[] Gains = [0.1, 1, 4, 10, 30, 100];
    private const string Layers = "256x5";

    public string Id => "saturation";

    public string Statement => "Sigmoids saturate at either tail and kill the gradient, on its way to the weights and to the data.";

    public string Question => "How much of the derivative is left, and how much gradient arrives at the first layer and at the input, as the "
        + "weights of a sigmoid network grow?";

    public string Method =>
        "Networks of 5 × 256 sigmoid units before any training, weights N(0, (g/√n)²) with n inputs to a unit, the output layer with g = 1. One "
            + "pass over 2 000 samples of the training "
        + "part. σ′ < 0.01 is absolute (4 % of its largest), to compare with other figures; saturatedFraction is Hillock's own, "
            + "below 1 % of the largest. "
        + "δ = ∂L/∂z; root mean square and median of |δ|, of a batch's mean loss; the gradient of the input is of one batch of 256.";

    public string Limits => "Nothing about training: these are properties at initialisation. Gains are one number for all layers.";

    public Evidence Measure(LabBench bench)
    {
        IReadOnlyList<int> seeds = bench.Seeds(3, 5);
        var grid = Grid<double>.Run(bench, Gains, seeds, gain => $"g={NumberText.Chosen(gain)}", (gain, seed) => Examine(bench, gain, seed));
        Summary At(double gain, Func<Trial, double> value) => grid.At(gain, value);
        Numbers numbers = [];
        foreach (double gain in Gains)
        {
            string g = NumberText.Chosen(gain);
            numbers.Keep($"slope.g{g}", At(gain, t => t.Series("slope").Average()));
            numbers.Keep($"slope.g{g}.layer1", At(gain, t => t.Series("slope")[0]));
            numbers.Keep($"slope.g{g}.layer5", At(gain, t => t.Series("slope")[^1]));
            numbers.Keep($"flat.g{g}", At(gain, t => t.Series("flat").Average()));
            numbers.Keep($"rmsRatio.g{g}", At(gain, t => t.Series("rms")[0] / t.Series("rms")[^1]));
            numbers.Keep($"medianRatio.g{g}", At(gain, t => t.Series("median")[0] / t.Series("median")[^1]));
            numbers.Keep($"typical.g{g}", At(gain, t => t.Series("median").Zip(t.Series("rms"), (median, rms) => median / rms).Max()));
            numbers.Keep($"inputRms.g{g}", At(gain, t => t["inputRms"]));
        }

        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new("Before training, mean ± deviation over seeds", ["g", "mean σ′", "σ′ < 0.01", "saturatedFraction", "rms δ₁/δ₅", "median δ₁/δ₅",
                    "median/rms of δ, largest of a layer", "rms ∂L/∂x", "median ∂L/∂x"],
                    [.. Gains.Select(gain => (IReadOnlyList<string>)[NumberText.Chosen(gain), $"{At(gain, t => t.Series("slope").Average())}",
                        At(gain, t => t.Series("flat").Average()).Percent(), At(gain, t => t.Series("saturated").Average()).Percent(),
                        $"{At(gain, t => t.Series("rms")[0] / t.Series("rms")[^1])}",
                            $"{At(gain, t => t.Series("median")[0] / t.Series("median")[^1])}",
                        NumberText.Number(numbers[$"typical.g{NumberText.Chosen(gain)}"]), $"{At(gain, t => t["inputRms"])}",
                            $"{At(gain, t => t["inputMedian"])}"])]),
            ],
            Figures = [Figure("rms", "root mean square"), Figure("median", "median")],
            References =
            [
                .. new[] { (0.1, 0.25), (1, 0.24) }.Select(p => Own($"mean σ′, g = {NumberText.Chosen(p.Item1)}",
                    $"slope.g{NumberText.Chosen(p.Item1)}", p.Item2, NumberText.Number(p.Item2))),
                .. new[] { (4, 0.19, 0.13), (10, 0.11, 0.05), (30, 0.04, 0.02) }.SelectMany(p => new[] { ("first", 1, p.Item2), ("last", 5, p.Item3) }
                    .Select(layer => Own($"mean σ′ of the {layer.Item1} layer, g = {p.Item1}", $"slope.g{p.Item1}.layer{layer.Item2}", layer.Item3,
                        NumberText.Number(layer.Item3)))),
                .. new[] { (0.1, 0.0), (1, 0), (4, 0.04), (10, 0.42), (30, 0.79) }.Select(p =>
                    Own($"share σ′ < 0.01, g = {NumberText.Chosen(p.Item1)}", $"flat.g{NumberText.Chosen(p.Item1)}", p.Item2, NumberText.Percent(p.Item2))),
                Own("rms δ₁/δ₅, g = 0.1", "rmsRatio.g0.1", 3.8e-7, "3.8e-7"), Own("rms δ₁/δ₅, g = 1", "rmsRatio.g1", 3.2e-3, "3.2e-3"),
                    Own("rms δ₁/δ₅, g = 4", "rmsRatio.g4", 0.20, "0.20"),
                Own("rms δ₁/δ₅, g = 10", "rmsRatio.g10", 1.5, "1.5"), Own("rms δ₁/δ₅, g = 30", "rmsRatio.g30", 12, "12"),
            ],
        };

        ReferenceFigure Own(string what, string number, double? value, string text) => new(what, text, "independent numpy run on MNIST, one seed",
            number, value);

        BookFigure Figure(string part, string words)
        {
            PlotSeries[] series = [.. Gains.Select((gain, style) => LabFigures.Curve($"g = {NumberText.Chosen(gain)}", style,
                Enumerable.Range(0, 5).Select(layer => (layer + 1.0, At(gain, t => t.Series(part)[layer])))))];
            return LabFigures.Lines($"saturation-{part}", $"Gradient by layer, {words}",
                $"The {words} of |δ| in each layer before training; the gradient comes from the right. "
                    + (part == "rms" ? "With large weights it explodes …" : "… while most units receive none."),
                Axis.Whole("hidden layer", 1, 5), Axis.Logarithmic($"|δ|, {words}", series.SelectMany(s => s.Points).Select(p => p.Y)), series);
        }
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        bool saturates = n["flat.g30"] > 0.5 && n["flat.g1"] < 0.05;
        // The typical unit against its own layer, and the data with large weights against the data with usual ones.
        bool unitsStarve = n["typical.g30"] < 0.01, dataStarve = n["inputRms.g30"] < n["inputRms.g1"];
        if (!saturates) return Ruling.DoesNotHold($"with g = 30, only {NumberText.Percent(n["flat.g30"])} of the derivatives are below 0.01.");
        if (!unitsStarve) return Ruling.DoesNotHold($"with g = 30, {NumberText.Percent(n["flat.g30"])} of the derivatives are below 0.01, but the "
            + $"median |δ| is still {NumberText.Number(n["typical.g30"])} times its layer's rms.");
        return dataStarve
            ? Ruling.Holds($"with g = 30, {NumberText.Percent(n["flat.g30"])} of the derivatives are below 0.01, and both the typical unit and "
                + "the data receive next to nothing.")
            : Ruling.HoldsIf($"the typical unit is meant, not the signal as a whole: with g = 30, {NumberText.Percent(n["flat.g30"])} of the "
                + "derivatives are below 0.01 and the median |δ| is at most "
                + $"{NumberText.Number(n["typical.g30"])} times its layer's rms, but the few units on the slope pass on more than they receive "
                    + $"(rms {NumberText.Number(n["rmsRatio.g30"])}-fold from layer 5 to 1), "
                + $"and the data receive {NumberText.Number(n["inputRms.g30"] / n["inputRms.g1"])} times what they do with g = 1. Where all "
                    + "gradient dies is at small weights (g = 0.1), with nothing saturated.");
    }

    private static Measured Examine(LabBench bench, double gain, int seed)
    {
        TrainingData data = bench.Small(seed);
        Network network = bench.Network(Layers, "sigmoid");
        Initialiser lecun = Initialiser.Parse("lecun_normal");
        NetworkWeights weights = NetworkWeights.Create(network, lecun, lecun, seed).Scaled(gain, name => name.StartsWith("hidden",
            StringComparison.Ordinal));
        // A second look with the absolute bound: 4 % of the supremum 1/4 is 0.01.
        Run usual = Look(ThresholdSet.Defaults), absolute = Look(ThresholdSet.Parse("saturated-units.slope=0.04"));
        using NetworkProbe probe = new(network, weights, data.Classes);
        float[] input = probe.Run(data.Train, [.. Enumerable.Range(0, Math.Min(256, data.Train.Count))]).InputGradient;
        double[] sizes = [.. input.Select(g => (double)Math.Abs(g)).Order()];
        return new()
        {
            { "slope", usual.Layers.Select(layer => layer.MeanAbsDerivative) },
            { "saturated", usual.Layers.Select(layer => layer.SaturatedFraction) },
            { "flat", absolute.Layers.Select(layer => layer.SaturatedFraction) },
            { "rms", usual.Layers.Select(layer => layer.GradientRms ?? double.NaN) },
            { "median", usual.Layers.Select(layer => layer.GradientMedian ?? double.NaN) },
            { "inputRms", Math.Sqrt(sizes.Average(g => g * g)) },
            { "inputMedian", sizes[sizes.Length / 2] },
        };

        Run Look(ThresholdSet thresholds)
        {
            using TrainingSession session = TrainingSession.Start(data, bench.Options(Layers, "sigmoid", seed) with
            {
                Weights = weights,
                LearningRate = 1,
                Thresholds = thresholds
            });
            return session.Finish().Run;
        }
    }
}
