using System.Text.Json;
using Hillock.Networks;
using Hillock.Onnx.Export;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>train → check → prune → predict, and what prove and prune refuse.</summary>
public sealed partial class CheckTests
{
    [Fact]
    public void A_network_is_trained_checked_pruned_and_answers_the_same()
    {
        using TemporaryFolder folder = new();
        // Far off its data about half of the units of the first layer never fire.
        string[] data = ["--data", "digits", "--mean", "1e6"];
        ToolResult check = Run(folder, ["check", Model, .. data, "--quiet"]);
        Assert.True(check.Status == 0, check.Error);
        Assert.Contains("dead", check.Output, StringComparison.Ordinal);
        ToolResult prune = Run(folder, ["prune", Model, .. data, "-o", "small.onnx"]);
        Assert.True(prune.Status == 0, prune.Error);
        Assert.Contains("hidden1: ", prune.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["small.onnx"]).Length < new FileInfo(Model).Length);
        Assert.True(File.Exists(folder["small.certificate.json"]));
        foreach ((string model, string answers) in new[] { (Model, "all.csv"), ("small.onnx", "small.csv") })
            Assert.Equal(0, Run(folder, ["predict", model, .. data, "-o", answers]).Status);
        string[] Predictions(string file) => [.. File.ReadLines(folder[file]).Select(line => line.Split(',')[0])];
        Assert.Equal(1798, Predictions("all.csv").Length);
        Assert.Equal(Predictions("all.csv"), Predictions("small.csv"));
    }

    [Fact]
    public void A_proof_leaves_its_report_and_the_units_by_layer()
    {
        using TemporaryFolder folder = new();
        ToolResult result = Run(folder, "prove", Model, "--box", "0..1", "--time-limit", "20");
        Assert.True(result.Status == 0, result.Error);
        Assert.Contains("of 40 units", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["hillock-out/prove/proof.json"]) && File.Exists(folder["hillock-out/prove/report.html"]));
    }

    [Theory]
    [InlineData("prove MODEL --box 1..0", "--box '1..0'"), InlineData("prune MODEL -o out.onnx", "--proven --box"), InlineData("prune MODEL --proven -o out.onnx", "--box")]
    public void Proofs_and_removals_without_grounds_end_with_status_2(string command, string says)
    {
        using TemporaryFolder folder = new();
        ToolResult result = Run(folder, [.. command.Split(' ').Select(part => part == "MODEL" ? Model : part)]);
        Assert.Equal(2, result.Status);
        Assert.Contains(says, Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.onnx"]));
    }

    [Fact]
    public void A_removal_that_would_move_the_outputs_writes_nothing_and_ends_with_status_3()
    {
        using TemporaryFolder folder = new();
        // Unit 0 is a million and a little: constant to four of its own last digits, which are all that the output is made of.
        Network network = new(NetworkSpec.Parse("2"), [1], 1, Activation.Parse("relu"), Activation.Parse("identity"));
        Initialiser init = Initialiser.Parse("he_uniform");
        NetworkWeights weights = NetworkWeights.Create(network, init, init, 1);
        float[][] values = [[0.1f, 1], [1e6f, 0], [1, 1], [-1e6f]];
        foreach ((WeightArray array, float[] data) in weights.Arrays.Zip(values)) data.CopyTo(array.Data, 0);
        NetworkExport.Of(network, weights).Write(folder["model.onnx"]);
        folder.Write("x.csv", "x\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"0.{i:000}\n")));
        ToolResult result = Run(folder, "prune", "model.onnx", "--data", "x.csv", "-o", "small.onnx");
        Assert.True(result.Status == 3, $"{result.Status}: {result.Error}{result.Output}");
        Assert.Contains("nothing was written", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(["model.onnx", "x.csv"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_cured_network_is_exported_as_it_ended()
    {
        using TemporaryFolder folder = new();
        // The scale of the input is mended before the first step, so the model has to do it too.
        string[] data = ["--data", "digits", "--scale", "x100"];
        ToolResult train = Run(folder, ["train", .. data, "--cure", "--network", "20x2", "--activation", "relu", "--lr", "0.1", "--epochs", "4", "--threads", "1", "--out", "out"]);
        Assert.True(train.Status == 0, train.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(folder["out/report.json"]));
        Assert.Contains(report.RootElement.GetProperty("runs")[0].GetProperty("cures").EnumerateArray(), cure => cure.GetProperty("kept").GetBoolean());
        foreach ((string model, string answers) in new[] { ("out/relu-seed1/model.onnx", "m.csv"), ("out/relu-seed1", "n.csv") })
            Assert.Equal(0, Run(folder, ["predict", model, .. data, "-o", answers]).Status);
        SameAnswers(folder["m.csv"], folder["n.csv"]);
    }

    private static ToolResult Run(TemporaryFolder folder, params string[] arguments) => ToolProcess.Run(start => start.WorkingDirectory = folder.Path, arguments);
}
