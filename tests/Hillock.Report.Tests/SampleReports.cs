using Hillock.Diagnosis;
using Hillock.Runs;
using Hillock.Statistics;

namespace Hillock.Report.Tests;

/// <summary>Made-up reports that look like real ones: the numbers are drawn, not measured.</summary>
internal static class SampleReports
{
    public static RunReport Full(int layers = 10, int units = 64, int epochs = 30) => new()
    {
        Command = "hillock train --data digits --network 64x10 --activation sigmoid,relu,leaky_relu --seed 1",
        Data = new() { Name = "digits", Train = 1293, Validation = 144, Test = 360, Features = 64, Classes = 10, Scale = "unit" },
        Runs =
        [
            Run("sigmoid", 1e-3, layers, units, epochs, t => 2.31 + 0.01 * Math.Exp(-4 * t), 0.102, falling: 0.12),
            Run("relu", 0.01, layers, units, epochs, t => 0.04 + 2.3 * Math.Exp(-5 * t), 0.958, falling: 0.92),
            Run("leaky_relu", 0.01, layers, units, epochs, t => 0.012 + 2.3 * Math.Exp(-6 * t), 0.967, falling: 0.95),
        ],
    };

    public static RunReport Of(params Run[] runs) => Full(1, 2, 1) with { Runs = runs };

    public static Run Run(
        string activation, double rate = 0.01, int layers = 3, int units = 8, int epochs = 5,
        Func<double, double>? loss = null, double accuracy = 0.9, double falling = 0.9)
    {
        Random random = new(activation.Length);
        loss ??= t => 0.1 + 2.2 * Math.Exp(-5 * t);
        LayerRecord[] records = [.. Enumerable.Range(0, layers).Select(i => Layer(activation, i, layers, units, falling, random))];
        return new()
        {
            Activation = activation,
            Seed = 1,
            Network = $"{units}x{layers}",
            LearningRate = rate,
            RateTrials = [new(0.001, 2.3, rate == 0.001), new(0.01, 0.61, rate == 0.01), new(0.1, 1.94, rate == 0.1), new(1, null, rate == 1)],
            Optimizer = "sgd",
            Initialiser = "he_uniform",
            Loss = "cross_entropy",
            Batch = 32,
            Epochs = epochs,
            Seconds = 11.37,
            ConstantLoss = 2.3024,
            ChanceAccuracy = 0.1016,
            Train = new(loss(1), accuracy + 0.02),
            Test = new(loss(1) * 1.2, accuracy),
            History = [.. Enumerable.Range(1, epochs).Select(e => Epoch(e, (double)e / epochs, loss, accuracy, records, random))],
            Layers = records,
            OutputGradientRms = 3.1e-3,
            Findings = Findings(activation, records),
            Cures = activation == "sigmoid" ? [new("swap sigmoid for elu", null, 2.305, 0.31, true), new("clip gradients at 1", "hidden3", 2.305, 2.306, false)] : [],
        };
    }

    private static EpochRecord Epoch(int epoch, double t, Func<double, double> loss, double accuracy, LayerRecord[] layers, Random random) => new()
    {
        Epoch = epoch,
        Step = 41 * epoch,
        Loss = loss(t) * (1 + 0.04 * random.NextDouble()),
        Accuracy = accuracy * (1 - Math.Exp(-6 * t)),
        Validation = new(loss(t) * (1.1 + 0.1 * random.NextDouble()), accuracy * (1 - Math.Exp(-5 * t))),
        Layers = [.. layers.Select(layer => new LayerEpoch
        {
            Name = layer.Name,
            Silent = layer.Dead.Count,
            SaturatedLow = layer.SaturatedLow.Count,
            SaturatedHigh = layer.SaturatedHigh.Count,
            ZeroFraction = layer.ZeroFraction,
            SaturatedFraction = layer.SaturatedFraction,
            MeanOutput = layer.MeanOutput,
            GradientRms = layer.GradientRms,
            GradientGain = layer.GradientGain,
        })],
    };

    private static LayerRecord Layer(string activation, int index, int layers, int units, double falling, Random random)
    {
        bool relu = activation == "relu", sigmoid = activation == "sigmoid";
        int[] Pick(double share) => [.. Enumerable.Range(0, units).Where(_ => random.NextDouble() < share)];
        int[] dead = relu ? Pick(0.02 * index) : [];
        int[] low = sigmoid ? [.. Pick(0.03 * index).Except(dead)] : [], high = sigmoid ? [.. Pick(0.05).Except(low)] : [];
        double gradient = 3.1e-3 * Math.Pow(falling, layers - index) * (0.8 + 0.4 * random.NextDouble());
        return new()
        {
            Name = $"hidden{index + 1}",
            Units = units,
            Activation = activation,
            Samples = 1293,
            Dead = dead,
            SaturatedLow = low,
            SaturatedHigh = high,
            SaturatedBoth = [],
            Constant = [],
            Dormant = relu ? [.. Pick(0.02).Except(dead)] : [],
            ZeroFraction = relu ? 0.48 + 0.02 * index : 0,
            SaturatedFraction = sigmoid ? 0.05 * index : 0,
            MeanOutput = sigmoid ? 0.5 : 0.8,
            StdOutput = 0.31,
            MeanAbsDerivative = sigmoid ? 0.19 : 0.52,
            GradientRms = gradient,
            GradientMedian = relu ? 0 : gradient * 0.4,
            GradientGain = falling,
            PreActivations = Distribution(random, centre: sigmoid ? 0.4 : -0.3, width: 0.5 + 0.25 * index),
            Timeline = Timeline(units, dead, [.. low, .. high], random),
        };
    }

    public static Histogram Distribution(Random random, double centre, double width, int bins = 200, double reach = 20)
    {
        long[] counts = new long[bins];
        long below = 0, above = 0;
        for (int i = 0; i < 20_000; i++)
        {
            double z = centre + width * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            int bin = (int)Math.Floor((z + reach) / (2 * reach) * bins);
            if (bin < 0) below++;
            else if (bin >= bins) above++;
            else counts[bin]++;
        }
        return new(-reach, reach, counts, below + 12, above);
    }

    private static TimelineRecord Timeline(int units, int[] dead, int[] saturated, Random random)
    {
        const int bins = 200;
        string Unit(int unit)
        {
            int from = random.Next(bins);
            return string.Concat(Enumerable.Range(0, bins).Select(bin =>
                bin >= from && dead.Contains(unit) ? 'd'
                : bin >= from && saturated.Contains(unit) ? 's'
                : random.NextDouble() < 0.04 * Math.Max(0, 1 - bin / 60.0) ? 'd' : 'a'));
        }
        return new([.. Enumerable.Range(0, bins).Select(bin => 6 * bin)], [.. Enumerable.Range(0, units).Select(Unit)]);
    }

    private static Finding[] Findings(string activation, LayerRecord[] layers) => activation switch
    {
        "sigmoid" =>
        [
            new("vanishing-gradient", Severity.Error, layers[0].Name, [], Grade.Observed,
                new Dictionary<string, double> { ["rms"] = 2.1e-12, ["outputRms"] = 3.1e-3, ["ratio"] = 6.8e-10 },
                "The gradient at hidden1 is 6.8e-10 of the output's, at 30 of 30 looks, and the loss is within 0.4 % of the best constant answer.",
                "Use relu, leaky_relu or elu in the hidden layers, or fewer of them."),
            new("stalled", Severity.Warning, null, [], Grade.Observed, new Dictionary<string, double> { ["loss"] = 2.31 },
                "The best loss of the last 10 epochs, 2.31, is no better than a constant answer's, 2.302.",
                "Look at the findings above: no rate helps a network whose gradient does not arrive."),
        ],
        "relu" =>
        [
            .. layers.Where(layer => layer.Dead.Count > 0).Select(layer => new Finding(
                "dead-units", Severity.Info, layer.Name, layer.Dead, Grade.Converged,
                new Dictionary<string, double> { ["dead"] = layer.Dead.Count, ["firingBound"] = 0.00232 },
                $"{layer.Dead.Count} of {layer.Units} units of {layer.Name} gave 0 for all 1293 samples (firing rate below 0.23 %).",
                "They are waste; hillock prune removes them without changing an output.")),
        ],
        _ => [],
    };
}
