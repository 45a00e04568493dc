using Hillock.Report;
using Hillock.Report.Plots;
using Hillock.Torch.Training;

namespace Hillock.Lab.Claims;

/// <summary>ReLU learns faster than tanh (Krizhevsky, Sutskever and Hinton 2012).</summary>
internal sealed class ReluSpeed : IClaim
{
    // The error is that of so many samples seen last, noted every few steps.
    private const int Window = 256, Every = 5;
    private static readonly string[] Functions = ["relu", "tanh", "sigmoid"];
    private static readonly double[] Errors = [0.5, 0.25, 0.1];

    public string Id => "relu-speed";

    public string Statement => "Networks with ReLU learn faster than those with tanh: they reach the same training error in fewer steps.";

    public string Question => "How many steps does a small convolutional network need to 25 % training error with ReLU and with "
        + "tanh, each at its best rate?";

    public string Method =>
        "conv6k5, pool2, conv16k5, pool2, flatten, 64 (images of 8 × 8: conv8k3, conv16k3, flatten, 32), He weights, SGD, batch 32, no "
            + "regularisation; the rate of the grid with the lowest "
            + "validation loss after the common rule's trial, for each function. "
        + "Steps until the error of the last 256 samples trained on, each counted before its step, is below 50, 25 and 10 %; at most 800 steps "
            + "(quick: 1 200), which is what a network that does not get there counts as.";

    public string Limits => "Digits are easy: 25 % error is reached within an epoch, where the original needed tens on CIFAR-10 with four layers "
        + "of convolutions. A ratio found here is not the one there.";

    public Evidence Measure(LabBench bench)
    {
        string layers = bench.Shape is [_, >= 24, >= 24] ? "conv6k5,pool2,conv16k5,pool2,flatten,64" : bench.Shape.Count == 3
            ? "conv8k3,conv16k3,flatten,32" : "64x3";
        int most = bench.Pick(1200, 800);
        IReadOnlyDictionary<string, double> rates = bench.Rates(layers, Functions, o => o with { Batch = 32 }, fastest: true);
        var grid = Grid<string>.Run(bench, Functions, bench.Seeds(4, 4), f => $"{f} {layers} rate={rates[f]} most={most} window={Window}",
            (f, seed) => Race(bench, layers, f, rates[f], most, seed));
        Numbers numbers = [];
        foreach (string function in Functions)
            for (int i = 0; i < Errors.Length; i++) numbers.Keep($"steps{100 * Errors[i]}.{function}",
                grid.At(function, t => t.Series("steps")[i]));
        numbers.Keep("ratio.tanh", Summary.Of(grid["tanh"].Zip(grid["relu"], (tanh, relu) => tanh.Series("steps")[1] / relu.Series("steps")[1])));
        numbers.Keep("ratio10.tanh", Summary.Of(grid["tanh"].Zip(grid["relu"], (tanh, relu) => tanh.Series("steps")[2] / relu.Series("steps")[2])));
        return new()
        {
            Numbers = numbers,
            Tables =
            [
                new($"Steps of {layers} until the training error falls below",
                    ["function", "rate chosen", .. Errors.Select(e => NumberText.Percent(e))],
                    [.. Functions.Select(f => (IReadOnlyList<string>)[f, NumberText.Chosen(rates[f]),
                        .. Errors.Select((_, i) => $"{grid.At(f, t => t.Series("steps")[i])}")])]),
            ],
            Figures =
            [
                LabFigures.Lines("relu-speed", "Training error by step", "Error of the last 256 samples trained on, mean over the seeds as far as the "
                    + "fastest of them goes, each function at its own best rate; dotted: 25 %.",
                    Axis.Linear("step", [0, Functions.Max(Longest) * Every]), Axis.Linear("training error", [0, 1]), [.. Functions.Select(Curve)],
                        [new PlotReference(0.25, "25 %")]),
            ],
            References = [new("epochs to 25 % training error, tanh over ReLU", "6 (CIFAR-10, four convolutional layers)", "Krizhevsky et al. 2012",
                "ratio.tanh", 6)],
        };

        int Longest(string f) => grid[f].Max(t => t.Series("errors").Length);

        PlotSeries Curve(string f, int style) => new()
        {
            Name = f,
            Label = f,
            Style = style,
            Points = [.. Enumerable.Range(0, grid[f].Min(t => t.Series("errors").Length)).Select(i => new PlotPoint((i + 1) * Every,
                grid[f].Average(t => t.Series("errors")[i])))],
        };
    }

    public Ruling Judge(IReadOnlyDictionary<string, double> n)
    {
        double ratio = n["ratio.tanh"], spread = n["ratio.tanh.sd"];
        string numbers = $"to 25 % training error tanh needs {NumberText.Number(ratio)} ± {NumberText.Number(spread)} times as many steps as ReLU "
            + $"(to 10 %: {NumberText.Number(n["ratio10.tanh"])}), far from the sixfold of 2012";
        if (ratio >= 4) return Ruling.Holds($"to 25 % training error tanh needs {NumberText.Number(ratio)} ± {NumberText.Number(spread)} "
            + "times as many steps as ReLU.");
        if (ratio - spread > 1.1) return Ruling.HoldsIf($"a small gain is meant: {numbers}.");
        return Ruling.DoesNotHold($"{numbers}.");
    }

    private static Measured Race(LabBench bench, string layers, string function, double rate, int most, int seed)
    {
        TrainingOptions options = bench.Options(layers, function, seed) with { Batch = 32, LearningRate = rate };
        using TrainingSession session = TrainingSession.Start(bench.Data(seed), options);
        Queue<(int Samples, int Correct)> recent = [];
        (int samples, int correct) = (0, 0);
        double[] reached = [.. Errors.Select(_ => double.NaN)];
        List<double> errors = [];
        while (session.Step < most && !session.IsOver && double.IsNaN(reached[^1]))
            session.RunSteps(1, step =>
            {
                recent.Enqueue((step.Samples, step.Correct));
                (samples, correct) = (samples + step.Samples, correct + step.Correct);
                while (samples - recent.Peek().Samples >= Window)
                {
                    (int oldSamples, int oldCorrect) = recent.Dequeue();
                    (samples, correct) = (samples - oldSamples, correct - oldCorrect);
                }

                double error = 1 - (double)correct / samples;
                if (step.Step % Every == 0) errors.Add(error);
                if (samples < Window) return;
                for (int i = 0; i < Errors.Length; i++)
                    if (double.IsNaN(reached[i]) && error <= Errors[i]) reached[i] = step.Step;
            });
        // What was not reached counts as the end: the ratio is then too small rather than unknown.
        return new() { { "steps", reached.Select(step => double.IsNaN(step) ? most : step) }, { "errors", errors } };
    }
}
