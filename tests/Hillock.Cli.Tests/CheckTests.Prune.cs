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
        // Off its data many units never fire, and the others still tell samples apart.
        string[] data = ["--data", "digits", "--mean", "1.2"];
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
        double[][] all = Rows(folder["all.csv"]), small = Rows(folder["small.csv"]);
        Assert.Equal((1797, 1797), (all.Length, small.Length));
        Assert.True(all.Select(row => row[0]).Distinct().Count() > 1);
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(all[i][0], small[i][0]);
            double largest = Math.Max(1, all[i].Max(Math.Abs));
            for (int k = 1; k <= 10; k++) Assert.InRange(small[i][k], all[i][k] - 1e-5 * largest, all[i][k] + 1e-5 * largest);
        }
    }

    [Fact]
    public void The_units_of_a_real_net_that_never_fire_on_its_test_images_go()
    {
        string shared = Path.Combine(ToolProcess.Root, "..", "shared"), model = Path.Combine(shared, "models", "vnncomp21-mnist-net_256x4.onnx"),
            images = Path.Combine(shared, "data", "mnist", "t10k-images-idx3-ubyte.gz");
        Assert.SkipUnless(File.Exists(model) && File.Exists(images), "there is no folder shared with the model and MNIST here");
        using TemporaryFolder folder = new();
        ToolResult result = Run(folder, "prune", model, "--data", images, "-o", "small.onnx");
        Assert.True(result.Status == 0, result.Error);
        using JsonDocument certificate = JsonDocument.Parse(File.ReadAllBytes(folder["small.certificate.json"]));
        Assert.Equal([36, 14, 217, 167], certificate.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("removed").GetArrayLength()));
        JsonElement verified = certificate.RootElement.GetProperty("demanded")[0];
        Assert.Equal((10_000, 0), (verified.GetProperty("samples").GetInt32(), verified.GetProperty("changedAnswers").GetInt32()));
        Assert.InRange(verified.GetProperty("relative").GetDouble(), 0, 1e-5);
    }

    [Fact]
    public void What_is_proven_has_its_grade_and_goes_with_a_certificate()
    {
        using TemporaryFolder folder = new();
        // Unit 0 is never above −4 in the box, unit 1 is on for half of it, unit 2 is dead on the data alone.
        Write(folder["model.onnx"], [1, 1, 1], [-5, -0.5f, -0.95f], [1, 1, 1], [0]);
        folder.Write("x.csv", "x\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"0.{i * 2:000}\n")));
        ToolResult prove = Run(folder, "prove", "model.onnx", "--box", "0..1", "--data", "x.csv", "--json", "r.json");
        Assert.True(prove.Status == 0, prove.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(folder["r.json"]));
        (string? Grade, int[] Units)[] dead = [.. report.RootElement.GetProperty("runs")[0].GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("rule").GetString() == "dead-units")
            .Select(f => (f.GetProperty("grade").GetString(), f.GetProperty("units").EnumerateArray().Select(u => u.GetInt32()).ToArray()))];
        Assert.Equal([0], dead.Single(f => f.Grade == "proven").Units);
        Assert.Equal([2], dead.Single(f => f.Grade == "observed").Units);
        JsonElement layer = report.RootElement.GetProperty("runs")[0].GetProperty("proven")[0];
        Assert.Equal([0], layer.GetProperty("dead").EnumerateArray().Select(u => u.GetInt32()));
        Assert.Equal(("", "Gemm"), (layer.GetProperty("from")[0].GetString(), layer.GetProperty("operator").GetString()));
        Assert.Contains("What is proven of the layers", File.ReadAllText(folder["hillock-out/prove/report.html"]), StringComparison.Ordinal);

        ToolResult prune = Run(folder, "prune", "model.onnx", "--proven", "--box", "0..1", "--verify", "x.csv", "-o", "small.onnx");
        Assert.True(prune.Status == 0, prune.Error);
        using JsonDocument certificate = JsonDocument.Parse(File.ReadAllBytes(folder["small.certificate.json"]));
        Assert.Equal([0], certificate.RootElement.GetProperty("layers")[0].GetProperty("removed").EnumerateArray().Select(u => u.GetInt32()));
        JsonElement further = Assert.Single(certificate.RootElement.GetProperty("reported").EnumerateArray(), d => d.GetProperty("inputs").GetString() == "x.csv");
        Assert.Equal((400, 0.0), (further.GetProperty("samples").GetInt32(), further.GetProperty("largest").GetDouble()));
        Assert.Equal(64, further.GetProperty("fedHash").GetString()!.Length);
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
    public void Data_are_not_replaced_by_the_model()
    {
        using TemporaryFolder folder = new();
        Write(folder["model.onnx"], [1, 1, 1], [-5, -0.5f, -0.95f], [1, 1, 1], [0]);
        folder.Write("x.csv", "x\n0.1\n0.2\n");
        foreach (string[] command in new string[][] { ["--data", "x.csv", "-o", "x.csv"], ["--proven", "--box", "0..1", "--verify", "x.csv", "-o", "y.onnx", "--json", "x.csv"] })
        {
            ToolResult result = Run(folder, ["prune", "model.onnx", .. command]);
            Assert.Equal(2, result.Status);
            Assert.Contains("x.csv is read too", result.Error, StringComparison.Ordinal);
            Assert.Equal("x\n0.1\n0.2\n", File.ReadAllText(folder["x.csv"]));
        }
    }

    [Fact]
    public void A_removal_that_would_move_the_outputs_writes_nothing_and_ends_with_status_3()
    {
        using TemporaryFolder folder = new();
        // Unit 0 is a million and a little: constant to four of its own last digits, which are all that the output is made of.
        Write(folder["model.onnx"], [0.1f, 1], [1e6f, 0], [1, 1], [-1e6f]);
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
        Assert.Equal(0, Run(folder, ["predict", "out/relu-seed1/model.onnx", .. data, "-o", "m.csv"]).Status);
        // The network's folder knows its scale.
        Assert.Equal(0, Run(folder, "predict", "out/relu-seed1", "--data", "digits", "-o", "n.csv").Status);
        SameAnswers(folder["m.csv"], folder["n.csv"]);
    }

    // One input, a layer of relu, one output.
    private static void Write(string path, params float[][] values)
    {
        Network network = new(NetworkSpec.Parse($"{values[0].Length}"), [1], 1, Activation.Parse("relu"), Activation.Parse("identity"));
        Initialiser init = Initialiser.Parse("he_uniform");
        NetworkWeights weights = NetworkWeights.Create(network, init, init, 1);
        foreach ((WeightArray array, float[] data) in weights.Arrays.Zip(values)) data.CopyTo(array.Data, 0);
        NetworkExport.Of(network, weights).Write(path);
    }

    private static ToolResult Run(TemporaryFolder folder, params string[] arguments) => ToolProcess.Run(start => start.WorkingDirectory = folder.Path, arguments);
}
