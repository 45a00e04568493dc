using Hillock.Diagnosis;
using Hillock.Runs;

namespace Hillock.Report.Tests;

/// <summary>The reports that a page must survive.</summary>
internal static class SampleCases
{
    public static IReadOnlyDictionary<string, RunReport> All { get; } = new Dictionary<string, RunReport>
    {
        ["full"] = SampleReports.Full(),
        ["diverged"] = SampleReports.Of(Diverged(SampleReports.Run("relu", 1, epochs: 6)), SampleReports.Run("sigmoid", epochs: 6)),
        ["diverged at once"] = SampleReports.Of(Diverged(SampleReports.Run("relu", epochs: 1))),
        ["no layers"] = SampleReports.Of(SampleReports.Run("relu", layers: 0)),
        ["one epoch"] = SampleReports.Of(SampleReports.Run("relu", epochs: 1)),
        ["one unit"] = SampleReports.Of(SampleReports.Run("relu", units: 1)),
        ["thousand units"] = SampleReports.Of(SampleReports.Run("relu", layers: 2, units: 1000)),
        ["many layers"] = SampleReports.Of(SampleReports.Run("relu", layers: 34, units: 16)),
        ["interrupted"] = SampleReports.Of(SampleReports.Run("relu") with { End = RunEnd.Interrupted }),
        ["interrupted before an epoch"] = SampleReports.Of(
            SampleReports.Run("relu") with { End = RunEnd.Interrupted, Epochs = 0, History = [], Layers = [], Findings = [] }),
        ["regression"] = Regression(),
        ["several seeds"] = SampleReports.Of(
            [.. Enumerable.Range(1, 10).Select(seed => SampleReports.Run("relu", loss: t => 0.1 * seed + Math.Exp(-seed * t)) with { Seed = seed })]),
        ["a checked model"] = Checked(),
        ["a proof"] = SampleReports.Of(SampleReports.Run("relu", layers: 0) with { Model = "model.onnx", Findings = [], Proven = [Proven("a", 2, ""), Proven("b", 0, "a"), Proven("c", 8, "a", "b")] }),
        ["no runs"] = SampleReports.Of(),
    };

    private static ProvenLayer Proven(string name, int dead, params string[] from) => new()
    {
        Name = name,
        Activation = "relu",
        Units = 8,
        From = from,
        Operator = "Gemm",
        Dead = [.. Enumerable.Range(0, dead)],
        Constant = [],
        On = dead < 8 ? [7] : [],
        SaturatedLow = [],
        SaturatedHigh = [],
        SaturatedBoth = [],
        ByIntervals = dead,
        AffineShare = null,
        Seconds = 0,
    };

    private static Run Diverged(Run run) => run with
    {
        End = RunEnd.Diverged,
        NonFinite = new(31, 1, "hidden2", "gradient"),
        Train = new(double.NaN, 0.1),
        Test = new(double.PositiveInfinity, null),
        OutputGradientRms = double.NaN,
        History = [.. run.History.Select((epoch, i) => i < run.History.Count / 2 ? epoch : epoch with { Loss = double.NaN, Validation = new(double.NaN, 0.1) })],
        Layers =
        [
            .. run.Layers.Select(layer => layer with
            {
                MeanOutput = double.NaN, StdOutput = double.NaN, GradientRms = double.PositiveInfinity, GradientGain = double.NaN, PreActivations = null,
            }),
        ],
        Findings =
        [
            new("non-finite", Severity.Error, "hidden2", [], Grade.Observed, new Dictionary<string, double> { ["step"] = 31, ["loss"] = double.NaN },
                "A gradient at hidden2 was not finite at step 31.", "Use a smaller learning rate."),
        ],
    };

    private static RunReport Regression()
    {
        Run run = SampleReports.Run("tanh");
        run = run with
        {
            Loss = "mse",
            ChanceAccuracy = null,
            Train = new(0.2, null),
            Test = new(0.25, null),
            History = [.. run.History.Select(epoch => epoch with { Accuracy = null, Validation = null })],
        };
        RunReport report = SampleReports.Of(run);
        return report with { Data = report.Data with { Classes = null, Scale = null, Validation = 0 } };
    }

    private static RunReport Checked()
    {
        Run run = SampleReports.Run("relu");
        return SampleReports.Of(run with
        {
            Network = "model.onnx",
            LearningRate = null,
            RateTrials = [],
            Epochs = 0,
            History = [],
            Unwatched = ["Softmax_12: it is applied to a whole row"],
            Layers =
            [
                .. run.Layers.Select((layer, i) => layer with
                {
                    Name = $"/model/features/block{i}/Relu_output_0", Activation = i == 1 ? "unknown_function" : "relu",
                    GradientRms = null, GradientMedian = null, GradientGain = null, Timeline = null,
                }),
            ],
        });
    }
}
