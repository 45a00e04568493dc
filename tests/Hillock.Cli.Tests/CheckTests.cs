using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>train → check → predict: what the tool exports it reads again.</summary>
public sealed partial class CheckTests(CheckTests.TrainedOnce trained) : IClassFixture<CheckTests.TrainedOnce>
{
    private string Model => Path.Combine(trained.Network, "model.onnx");

    [Fact]
    public void A_trained_network_is_checked_with_table_report_and_files()
    {
        using TemporaryFolder folder = new();
        ToolResult result = Check(folder, Model, "--data", "digits", "--json", "r.json", "--sarif", "r.sarif");
        Assert.True(result.Status == 0, result.Error);
        Assert.Contains("hidden1", result.Output, StringComparison.Ordinal);
        Assert.Contains("was fed 0 to 1", result.Output, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(folder["r.json"]));
        JsonElement run = report.RootElement.GetProperty("runs")[0];
        Assert.Equal("hillock.report/1", report.RootElement.GetProperty("schema").GetString());
        Assert.Equal(0, run.GetProperty("history").GetArrayLength());
        Assert.Equal(["hidden1", "hidden2"], run.GetProperty("layers").EnumerateArray().Select(l => l.GetProperty("name").GetString()));
        Assert.Equal(20, run.GetProperty("layers")[0].GetProperty("units").GetInt32());
        Assert.Equal(1797, run.GetProperty("layers")[0].GetProperty("samples").GetInt32());
        Assert.Contains("The chain of layers", File.ReadAllText(folder["hillock-out/check/report.html"]), StringComparison.Ordinal);
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllBytes(folder["r.sarif"]));
        Assert.Equal(run.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()),
            sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(r => r.GetProperty("ruleId").GetString()));
    }

    [Fact]
    public void Predictions_of_the_model_are_those_of_the_network()
    {
        using TemporaryFolder folder = new();
        ToolResult ofModel = ToolProcess.Run("predict", Model, "--data", "digits", "-o", folder["m.csv"]);
        Assert.True(ofModel.Status == 0, ofModel.Error);
        Assert.Equal(0, ToolProcess.Run("predict", trained.Network, "--data", "digits", "-o", folder["n.csv"]).Status);
        SameAnswers(folder["m.csv"], folder["n.csv"]);
    }

    [Fact]
    public void Without_data_a_random_sample_is_marked_as_such()
    {
        using TemporaryFolder folder = new();
        ToolResult result = Check(folder, Model);
        Assert.Equal(0, result.Status);
        Assert.Contains("drawn at random", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_never_loads_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the dynamic loader tells what it loads on Linux only");
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run(start => (start.Environment["LD_DEBUG"], start.WorkingDirectory) = ("files", folder.Path), "check", Model);
        Assert.Equal(0, result.Status);
        Assert.Contains("libonnxruntime", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Findings_set_the_exit_status()
    {
        using TemporaryFolder folder = new();
        // Every unit of the first layer sees −1000 and less.
        Assert.Equal(1, Check(folder, Model, "--data", "digits", "--mean", "1e6", "--fail-on", "warning").Status);
        string[] ignored = [.. Hillock.Diagnosis.Rules.Names.SelectMany(rule => new[] { "--ignore", rule })];
        Assert.Equal(0, Check(folder, [Model, "--data", "digits", "--mean", "1e6", "--fail-on", "warning", .. ignored]).Status);
    }

    [Fact]
    public void A_network_brings_its_own_scale()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run("predict", trained.Network, "--data", "digits", "--scale", "raw", "-o", folder["n.csv"]);
        Assert.Equal(2, result.Status);
        Assert.Contains("--scale", Assert.Single(result.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data iris.csv", "64 numbers are needed"), InlineData("--data other=digits", "other=digits"), InlineData("--shape input=1x9", "1x9"), InlineData("--input nothing=3", "no input 'nothing'")]
    public void What_does_not_fit_ends_with_status_2(string arguments, string says)
    {
        using TemporaryFolder folder = new();
        folder.Write("iris.csv", "a,b,c,y\n1,2,3,x\n2,3,4,y\n4,5,6,x\n5,6,7,y\n");
        ToolResult result = Check(folder, [Model, .. arguments.Split(' ')]);
        Assert.Equal(2, result.Status);
        string line = Assert.Single(result.Error.Trim().Split('\n'));
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["hillock-out"]));
    }

    [Fact]
    public void A_text_is_refused()
    {
        using TemporaryFolder folder = new();
        ToolResult result = Check(folder, folder.Write("m.onnx", "no model"));
        Assert.Equal(2, result.Status);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    private static ToolResult Check(TemporaryFolder folder, params string[] arguments) =>
        ToolProcess.Run(start => start.WorkingDirectory = folder.Path, ["check", .. arguments]);

    // A model gives the last layer's values, a network the shares of softmax.
    private static void SameAnswers(string ofModel, string ofNetwork)
    {
        double[][] scores = Rows(ofModel), shares = Rows(ofNetwork);
        Assert.Equal(1797, scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.Equal(shares[i][0], scores[i][0]);
            double[] weights = [.. scores[i][1..].Select(s => Math.Exp(s - scores[i][1..].Max()))];
            for (int k = 0; k < 10; k++) Assert.True(Math.Abs(shares[i][k + 1] - weights[k] / weights.Sum()) <= 1e-5);
        }
    }

    private static double[][] Rows(string path) =>
        [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    /// <summary>One short training for all tests.</summary>
    public sealed class TrainedOnce : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public TrainedOnce()
        {
            ToolResult result = ToolProcess.Run("train", "--network", "20x2", "--activation", "relu", "--epochs", "2", "--lr", "0.1", "--quiet", "--threads", "1", "--out", _folder["out"]);
            Assert.True(result.Status == 0, result.Error);
        }

        public string Network => Path.Combine(_folder["out"], "relu-seed1");

        public void Dispose() => _folder.Dispose();
    }
}
