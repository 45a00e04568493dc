using System.Text.Json;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>What the tool says before a training, by which numbers, and whether the benchmark's cases can be repeated.</summary>
public sealed class DiagnosisTests
{
    private static (ToolResult Result, JsonElement Run) Check(TemporaryFolder folder, params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(["train", "--check-only", "--out", folder["out"], "--threads", "1", .. arguments]);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder["out"], "report.json")));
        return (result, document.RootElement.GetProperty("runs")[0].Clone());
    }

    private static (string Rule, string Severity)[] Findings(JsonElement run) =>
        [.. run.GetProperty("findings").EnumerateArray().Select(f => (f.GetProperty("rule").GetString()!, f.GetProperty("severity").GetString()!)).Distinct().Order()];

    [Fact]
    public void A_sound_network_passes_the_check_before_the_first_step_and_nothing_is_trained()
    {
        using TemporaryFolder folder = new();
        (ToolResult result, JsonElement run) = Check(folder, "--activation", "relu", "--fail-on", "warning");
        Assert.Equal(0, result.Status);
        Assert.Contains("relu, before the first step: nothing is wrong", result.Output, StringComparison.Ordinal);
        Assert.Equal(("checked", 0, 0), (run.GetProperty("end").GetString(), run.GetProperty("epochs").GetInt32(), run.GetProperty("history").GetArrayLength()));
        Assert.Equal(10, run.GetProperty("layers").GetArrayLength());
        Assert.Empty(Directory.EnumerateFiles(folder["out"], "weights.npz", SearchOption.AllDirectories));
    }

    [Fact]
    public void Initialisation_data_and_output_are_judged_before_the_first_step()
    {
        using TemporaryFolder folder = new();
        (ToolResult result, JsonElement run) = Check(folder,
            "--activation", "sigmoid", "--scale", "x100", "--output-activation", "relu", "--fail-on", "error", "--sarif", folder["findings.sarif"]);
        Assert.Equal(1, result.Status);
        Assert.Contains(("abnormal-input", "warning"), Findings(run));
        Assert.Contains(("output-mismatch", "error"), Findings(run));
        Assert.Contains(("poor-initialisation", "warning"), Findings(run));
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllBytes(folder["findings.sarif"]));
        JsonElement[] rules = [.. sarif.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];
        Assert.Contains("output-mismatch", rules.Select(rule => rule.GetProperty("id").GetString()));

        File.Copy(Path.Combine(folder["out"], "report.json"), folder["old.json"]);
        Assert.Equal(0, Check(folder, "--activation", "sigmoid", "--scale", "x100", "--output-activation", "relu", "--fail-on", "error", "--baseline", folder["old.json"]).Result.Status);
        Assert.Equal(0, Check(folder, "--activation", "sigmoid", "--scale", "x100", "--output-activation", "relu", "--fail-on", "error", "--ignore", "output-mismatch").Result.Status);
    }

    [Fact]
    public void A_threshold_that_is_set_is_judged_by_and_an_unknown_one_is_answered_with_the_nearest()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(("abnormal-input", "warning"), Findings(Check(folder, "--activation", "relu", "--set", "abnormal-input.size=0.1").Run));
        ToolResult wrong = ToolProcess.Run("train", "--check-only", "--out", folder["none"], "--set", "dead-units.shar=0.6");
        Assert.Equal(2, wrong.Status);
        Assert.Contains("did you mean 'dead-units.share'?", wrong.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public void A_case_of_the_benchmark_is_repeated_by_its_flags_with_the_same_findings()
    {
        using TemporaryFolder folder = new();
        // A short one: exponentials that overflow on circle.
        ToolResult lab = ToolProcess.Run("lab", "trouble", "--cases", "1", "--seed", "33", "--out", folder["lab"], "--json", "-", "--quiet");
        Assert.True(lab.Status == 0, lab.Error);
        using JsonDocument document = JsonDocument.Parse(lab.Output);
        JsonElement made = document.RootElement.GetProperty("cases")[0];
        string[] flags = [.. made.GetProperty("train").GetString()!.Split(' ').Select(flag => flag.Trim('\''))];
        ToolResult train = ToolProcess.Run(["train", "--out", folder["out"], .. flags]);
        Assert.True(train.Status == 0, train.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder["out"], "report.json")));
        JsonElement run = report.RootElement.GetProperty("runs")[0];
        Assert.Equal(Findings(made), Findings(run));
        Assert.Equal(made.GetProperty("untouched").GetProperty("accuracy").GetDouble(), run.GetProperty("test").GetProperty("accuracy").GetDouble());
    }

    [Theory]
    [InlineData("--cases", "0", "--cases 0")]
    [InlineData("--resume", "no-such-folder", "there is no such folder")]
    [InlineData("--data", "nowhere", "nowhere")]
    public void Wrong_use_of_the_benchmark_ends_with_a_line(string option, string value, string text)
    {
        using TemporaryFolder folder = new();
        string[] place = option == "--resume" ? [] : ["--out", folder["lab"]];
        ToolResult result = ToolProcess.Run(["lab", "trouble", .. place, option, value]);
        Assert.Equal(2, result.Status);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    [Fact]
    public void What_is_not_finite_goes_on_with_what_lowers_the_loss_though_its_trial_is_too_short_to_learn()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run([
            "train", "--data", "circle", "--network", "5x10", "--activation", "exponential", "--optimizer", "rmsprop", "--lr", "0.01", "--batch", "256", "--epochs", "200", "--seed", "611639",
            "--threads", "1", "--cure", "--quiet", "--out", folder["out"]]);
        Assert.Equal(0, result.Status);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder["out"], "report.json")));
        JsonElement run = document.RootElement.GetProperty("runs")[0], kept = Assert.Single(run.GetProperty("cures").EnumerateArray(), cure => cure.GetProperty("kept").GetBoolean());
        Assert.InRange(kept.GetProperty("after").GetDouble(), 0, run.GetProperty("constantLoss").GetDouble());
        Assert.True(run.GetProperty("test").GetProperty("accuracy").GetDouble() > 0.7, result.Output);
    }
}
