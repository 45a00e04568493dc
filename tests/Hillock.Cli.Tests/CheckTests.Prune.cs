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

    private static ToolResult Run(TemporaryFolder folder, params string[] arguments) => ToolProcess.Run(start => start.WorkingDirectory = folder.Path, arguments);
}
